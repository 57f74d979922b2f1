// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Safety while a needle is in: lines over the lung, hazards entered, moving on after a stop.
//
// All points are those of the resting body: the session takes the displacement that fingers and
// needle give the tissue at the tip off the tip's place, so distances are those of the deformed
// body. Lines are watched every 10 ms, hazards and stops every tick.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "anatomy/atlas.h"
#include "core/hash.h"
#include "core/vec3.h"
#include "events/event.h"
#include "tissue/site.h"

namespace dryrun::session {

/// A line counts as unprotected if any line within this angle of it meets pleura before bone.
inline constexpr double kLineTolerance_deg = 5.0;
inline constexpr double kWarningBand = 5.0;
/// Nearer to the skin than this a needle may still be turned anywhere.
inline constexpr double kLeastWatchedDepth = 3.0;
inline constexpr std::int64_t kUnprotected_ticks = 500;
inline constexpr std::int64_t kTicksPerLook = 10;

/// What safety sees of the needle in a tick.
struct TipView {
    std::int64_t tick = 0;
    bool is_in_tissue = false;
    Vec3 tip;
    Vec3 direction{0.0, -1.0, 0.0};  ///< in space
    /// Whose line is bent in the resting body; none: the line is straight there.
    const tissue::Track* bent = nullptr;
    double path = 0.0;
    double depth = 0.0;
    double speed_mm_s = 0.0;  ///< of the tip along the needle, positive inward
    double shaft_left = 0.0;  ///< between skin and handle
};

/// The present line and those around it.
struct LineLook {
    std::optional<double> pleura;  ///< least travel to it over the cone, where no bone shields
    std::optional<double> hazard;  ///< along the present line
};
LineLook look_along_cone(const anatomy::Atlas& atlas, const TipView& view);

/// Whether the present line is protected; warns first.
class LineWatch {
  public:
    struct Facts {
        std::optional<events::PleuraWarning> warning;
        std::optional<events::UnprotectedLine> unprotected;
    };
    /// `look` is that of the last time the line was looked along.
    Facts step(const TipView& view, const LineLook& look);
    void hash(StateHasher& hasher) const;

  private:
    double smooth_speed_ = 0.0;
    std::int64_t unprotected_ = 0;  ///< ticks, those of withdrawal left out
    std::int64_t protected_ = 0;    ///< ticks since; half a second of it ends an episode
    bool is_warned_ = false;
    bool is_told_ = false;
};

/// Hazards entered: each structure is told once an insertion.
class HazardWatch {
  public:
    void start() { visited_.clear(); }
    /// `passed`: structures whose face the tip broke through in this tick, since a thin membrane
    /// may lie behind the tip by the end of it. `inside`: what holds the tip then.
    std::vector<events::HazardEntered> step(const anatomy::Atlas& atlas,
                                            std::span<const anatomy::StructureId> passed,
                                            std::optional<anatomy::StructureId> inside,
                                            double path);
    void hash(StateHasher& hasher) const;

  private:
    std::vector<anatomy::StructureId> visited_;
};

/// Moving on after the patient withdrew consent. Each way of doing so is told once a stop.
class StopWatch {
  public:
    /// Follows the tip before and after a stop; `is_stopped` while consent is withdrawn.
    std::optional<events::ContinuedAfterStop> step(const TipView& view, bool is_stopped,
                                                   bool has_punctured_skin);
    void hash(StateHasher& hasher) const;

  private:
    void begin_stop(const TipView& view);

    std::int64_t stopped_at_ = -1;
    /// Depth to which the stroke under way, if any, was going: finishing it is no advance.
    double working_path_ = 0.0;
    std::int64_t working_tick_ = 0;
    double reference_path_ = 0.0;
    double shallowest_ = 0.0;
    std::int64_t shallowest_tick_ = 0;
    bool is_advance_told_ = false;
    bool is_stroke_told_ = false;
    bool is_insertion_told_ = false;
};

}  // namespace dryrun::session
