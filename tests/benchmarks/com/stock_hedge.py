"""The ratio as a person writes it with stock xlwings: decorators, converters, our arithmetic."""

import numpy as np
import xlwings as xw

from xlhedge.core.changes import joint_changes
from xlhedge.core.minimum_variance import hedge_ratio


@xw.func
@xw.arg("spot", np.array, ndim=1)
@xw.arg("futures", np.array, ndim=1)
def MV_HEDGE_RATIO(spot, futures):
    """The minimum-variance hedge ratio of two columns of prices."""
    return hedge_ratio(joint_changes([spot, futures], "price", 1))
