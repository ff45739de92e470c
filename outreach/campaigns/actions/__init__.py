"""All writes about interventions: by hand, by file, and who was reached by them."""

from outreach.campaigns.actions.imports import take_in_exposures, take_in_interventions
from outreach.campaigns.actions.interventions import (
    cancel_intervention,
    create_intervention,
    delete_intervention,
    restore_intervention,
    update_intervention,
)
from outreach.campaigns.actions.lists import (
    draw_lots,
    list_businesses,
    plan_with_list,
    unlist,
    unlist_batch,
)
from outreach.campaigns.actions.merging import move_lists, move_reach
from outreach.campaigns.actions.reaching import (
    Change,
    note_own_reach,
    reach,
    record_list,
    save_roll,
    undo_batch,
    unreach,
)

__all__ = [
    "Change",
    "cancel_intervention",
    "create_intervention",
    "delete_intervention",
    "draw_lots",
    "list_businesses",
    "move_lists",
    "move_reach",
    "note_own_reach",
    "plan_with_list",
    "reach",
    "record_list",
    "restore_intervention",
    "save_roll",
    "take_in_exposures",
    "take_in_interventions",
    "undo_batch",
    "unlist",
    "unlist_batch",
    "unreach",
    "update_intervention",
]
