import SandboxLife
import Testing
