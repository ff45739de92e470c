"""All writes about interventions: by hand, by file, and who was reached by them."""

from outreach.campaigns.actions.imports import take_in_exposures, take_in_interventions
from outreach.campaigns.actions.interventions import (
    create_intervention,
    delete_intervention,
    update_intervention,
)
from outreach.campaigns.actions.merging import move_reach
from outreach.campaigns.actions.reaching import Change, reach, record_list, save_roll, undo_batch, unreach

__all__ = [
    "Change",
    "create_intervention",
    "delete_intervention",
    "move_reach",
    "reach",
    "record_list",
    "save_roll",
    "take_in_exposures",
    "take_in_interventions",
    "undo_batch",
    "unreach",
    "update_intervention",
]
