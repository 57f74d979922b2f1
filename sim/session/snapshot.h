// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// What pictures and panels need of a moment. A snapshot is a copy: the window reads it while the
// session goes on, and nothing of it flows back.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "anatomy/atlas.h"
#include "events/event.h"
#include "needle/needle.h"
#include "palpation/finger.h"
#include "session/percepts.h"
#include "tissue/site.h"

namespace dryrun::session {

struct Snapshot {
    std::int64_t tick = 0;
    std::shared_ptr<const anatomy::Atlas> atlas;
    std::shared_ptr<const tissue::Site> site;  ///< none before the first approach
    tissue::Site::Loads loads;                 ///< of this moment, for the deformed skin; its
                                               ///< track pointer is `track` below
    std::shared_ptr<const tissue::Track> track;
    palpation::FingerState fingers;
    needle::NeedleState needle;
    std::optional<needle::NeedleSpec> needle_spec;
    bool is_in_guide_tube = false;
    Percepts percepts;
    double twitch_activation = 0.0;  ///< 0 to 1, of the band that twitches
    // Hidden; only debrief, replay and the picture of a finished attempt may draw these.
    std::vector<tissue::TautBand> bands;
};

}  // namespace dryrun::session
