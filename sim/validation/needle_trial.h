// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A hand's trial with the session's needle in the session's block of flat layers, tick by tick,
// with the shipped materials: what it pushes, pulls and turns, and where its work goes. mm, N, mJ.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/result.h"
#include "needle/on_track.h"
#include "tissue/layered_body.h"
#include "tissue/site.h"

namespace dryrun::validation {

/// Layers from the skin down with their block.
struct Ground {
    tissue::MaterialTable materials;
    std::vector<tissue::FlatLayer> layers;
    std::shared_ptr<const tissue::Site> site;
};
Result<Ground> make_ground(std::vector<tissue::FlatLayer> layers);
/// Skin of 2.5 mm, fat of 8, fascia of 1.2 and muscle: the middle of the shipped ranges.
Result<Ground> back_ground();

class NeedleTrial {
  public:
    /// The tip touches the skin. `bone_at`: along the track, or none.
    NeedleTrial(const Ground& ground, double diameter, std::optional<double> bone_at = {},
                bool is_elastic = false);

    /// One tick in which the hand goes on by `by` and turns.
    void tick(double by, double turn_deg = 0.0);
    void move_to(double target, double speed_mm_s);
    /// So many degrees at a turn a second; negative: the other way.
    void turn(double degrees);
    void wait(int ticks);

    double hand() const { return step_.hand_at; }
    double force_N() const { return state_.axial_force_N; }
    /// That the turned handle is held against, muscle at rest.
    double torque_Nmm() const;
    double tip_path() const { return state_.tip_path; }
    double first_puncture_N() const { return first_puncture_N_; }
    /// Since they were last forgotten.
    double most_push_N() const { return most_push_N_; }
    double most_pull_N() const { return most_pull_N_; }
    void forget_forces() { most_push_N_ = most_pull_N_ = 0.0; }

    /// What the hand has put into the needle; what of it lies in the tissue's bending, has gone
    /// into friction along the shaft (its give before it slides included) and into faces and cuts.
    double work_mJ() const { return work_mJ_; }
    double friction_mJ() const { return friction_mJ_; }
    double tip_mJ() const { return tip_mJ_; }
    /// The tip's with its way counted along the undeformed tissue, where the other counts it past
    /// the tissue that bears its load: they differ by that tissue's strain.
    double cut_mJ() const { return cut_mJ_; }
    double bent_mJ() const;
    /// What lies in the give of friction before it slides, and in a face that is pressed.
    double presliding_mJ() const;
    double device_work_mJ() const { return device_mJ_; }  ///< by the hand, its own give included
    std::uint64_t hash() const;

  private:
    void lay_track(double travel);
    void account_for(const needle::NeedleState& was);

    const Ground& ground_;
    needle::NeedleSpec spec_;
    std::optional<double> bone_at_;
    bool is_elastic_;  // tissue that does not relax
    needle::NeedleState state_;
    needle::TrackStep step_;
    double first_puncture_N_ = 0.0, most_push_N_ = 0.0, most_pull_N_ = 0.0;
    double work_mJ_ = 0.0, friction_mJ_ = 0.0, tip_mJ_ = 0.0, cut_mJ_ = 0.0, device_mJ_ = 0.0;
};

}  // namespace dryrun::validation
