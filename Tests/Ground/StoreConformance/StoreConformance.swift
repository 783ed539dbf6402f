package import Observations
