// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Events of what goes wrong beside the needle's path: needles held, bent and broken, emergencies,
// and what the next days bring. A part of event.h.
#pragma once

#include <cstdint>
#include <string>

#include "events/event_fields.h"

namespace dryrun::events {

/// Muscle holds the needle fast.
struct NeedleStuck {
    DRYRUN_EVENT("needle_stuck") { (void)self, (void)visit; }
};
struct NeedleFreed {
    double held_for = 0.0;
    DRYRUN_EVENT("needle_freed") { visit("held_for_s", self.held_for); }
};
/// Pulled hard while it was held fast.
struct NeedleJerked {
    double pull_N = 0.0;
    DRYRUN_EVENT("needle_jerked") { visit("pull_N", self.pull_N); }
};
struct NeedleBent {
    std::string cause;  ///< "movement", "jerk", "withdrawal"
    DRYRUN_EVENT("needle_bent") { visit("cause", self.cause); }
};
struct NeedleBroken {
    DRYRUN_EVENT("needle_broken") { (void)self, (void)visit; }
};
/// The first sign of something that must be acted on (assets/physiology/emergencies.json).
struct EmergencyBegan {
    std::string emergency;
    DRYRUN_EVENT("emergency_began") { visit("emergency", self.emergency); }
};
struct EmergencySign {
    std::string emergency;
    std::string sign;
    DRYRUN_EVENT("emergency_sign") {
        visit("emergency", self.emergency);
        visit("sign", self.sign);
    }
};
/// C7: two minutes of signs, and nothing was done about them.
struct EmergencyUnheeded {
    std::string emergency;
    DRYRUN_EVENT("emergency_unheeded") { visit("emergency", self.emergency); }
};
/// It is over, or the attempt is; judged here, once, by what was done.
struct EmergencyEnded {
    std::string emergency;
    std::string outcome;
    std::int64_t actions_in_time = 0;
    std::int64_t actions_late = 0;
    std::int64_t actions_wanted = 0;
    bool is_in_order = true;
    std::int64_t wrong_actions = 0;
    double first_action = 0.0;  ///< since the first sign; NaN: nothing was done
    DRYRUN_EVENT("emergency_ended") {
        visit("emergency", self.emergency);
        visit("outcome", self.outcome);
        visit("actions_in_time", self.actions_in_time);
        visit("actions_late", self.actions_late);
        visit("actions_wanted", self.actions_wanted);
        visit("is_in_order", self.is_in_order);
        visit("wrong_actions", self.wrong_actions);
        visit("first_action_s", self.first_action);
    }
};
/// What the call after one or two days brings to light.
struct AftermathFound {
    std::string what;
    double after_h = 0.0;
    std::string outcome;  ///< "passes", "refer", "hospital", "hospital_late"
    DRYRUN_EVENT("aftermath") {
        visit("what", self.what);
        visit("after_h", self.after_h);
        visit("outcome", self.outcome);
    }
};

}  // namespace dryrun::events
