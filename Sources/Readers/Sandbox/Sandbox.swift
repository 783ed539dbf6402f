public import Replica
