// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "validation/needle_trial.h"

#include <algorithm>
#include <cmath>

#include "needle/torque.h"
#include "needle/track_layers.h"
#include "needle/winding.h"

namespace dryrun::validation {
namespace {

constexpr double kLength = 50.0;             // of the shaft
constexpr double kSpacing = kLength / 30.0;  // as a session has it
constexpr double kTurnsPerSecond = 1.0;
constexpr int kMostTicks = 400000;

std::vector<needle::TrackLayer> layers_for(const Ground& ground, double diameter) {
    std::vector<needle::TrackLayer> layers;
    double top = 0.0;
    for (std::size_t i = 0; i < ground.layers.size(); ++i) {
        const tissue::FlatLayer& flat = ground.layers[i];
        const bool is_last = i + 1 == ground.layers.size();
        const anatomy::Structure structure{flat.name, flat.tissue, false};
        const double bottom = is_last ? 1e9 : top + flat.thickness;
        layers.push_back(needle::track_layer(
            ground.materials.for_diameter(ground.materials.of(structure), diameter), structure,
            {static_cast<anatomy::StructureId>(i), top, bottom}));
        top = bottom;
    }
    return layers;
}

double axial(const needle::NeedleState& state, const Vec3& load) {
    return dot(load, state.coupling->direction);
}

}  // namespace

Result<Ground> make_ground(std::vector<tissue::FlatLayer> layers) {
    auto materials = tissue::MaterialTable::read_shipped();
    if (!materials) return materials.error();
    auto site = tissue::Site::make_in(tissue::flat_body(layers), *materials, {}, {});
    if (!site) return site.error();
    return Ground{std::move(*materials), std::move(layers), std::move(*site)};
}

Result<Ground> back_ground() {
    using anatomy::Tissue;
    return make_ground({{"skin", Tissue::Skin, 2.5, {1.0, 0.0, 0.0}},
                        {"fat", Tissue::Fat, 8.0, {1.0, 0.0, 0.0}},
                        {"fascia", Tissue::Fascia, 1.2, {1.0, 0.0, 0.0}},
                        {"muscle", Tissue::Muscle, 40.0, {1.0, 0.0, 0.0}}});
}

NeedleTrial::NeedleTrial(const Ground& ground, double diameter, std::optional<double> bone_at,
                         bool is_elastic)
    : ground_(ground),
      spec_{"trial", kLength, diameter, 193.0},
      bone_at_(bone_at),
      is_elastic_(is_elastic) {
    step_.is_in_guide_tube = true;  // trials on tissue, not on buckling
    lay_track(0.0);
}

void NeedleTrial::lay_track(double travel) {
    const double net = state_.net_turns, total = state_.total_turns;
    state_ = {};
    needle::begin_track(
        ground_.site->make_track({}, {0.0, -1.0, 0.0}, kLength, kSpacing, 0.5 * spec_.diameter),
        travel, state_);
    state_.layers = layers_for(ground_, spec_.diameter);
    state_.bone_path = bone_at_;
    state_.net_turns = net;
    state_.total_turns = total;
    if (!is_elastic_) needle::relax_with_layers(state_, tissue::kReferenceLoad_s);
}

void NeedleTrial::tick(double by, double turn_deg) {
    const double before = step_.hand_at;
    step_.hand_at += by;
    needle::turn_in_tissue(turn_deg, state_);
    if (state_.tip_state == needle::TipState::Free && !state_.is_in_skin) {
        // Out of the skin; in again where the hand brings the tip to it.
        state_.axial_force_N = 0.0;
        if (step_.hand_at < 0.0) return;
        lay_track(step_.hand_at);
    }
    const needle::NeedleState was = state_;
    needle::StepFacts facts;
    step_.hand_at -= needle::step_on_track(step_, spec_, state_, facts);
    if (!facts.punctures.empty() && first_puncture_N_ == 0.0)
        first_puncture_N_ = facts.punctures.front().force_N;
    const double force = state_.axial_force_N, mean = 0.5 * (was.axial_force_N + force);
    most_push_N_ = std::max(most_push_N_, force);
    most_pull_N_ = std::max(most_pull_N_, -force);
    device_mJ_ += mean * (step_.hand_at - before);
    work_mJ_ += mean * (state_.travel - was.travel);
    cut_mJ_ += 0.5 * (was.tip_force_N + state_.tip_force_N) * (state_.tip_slip - was.tip_slip);
    account_for(was);
}

// By what the needle moved past the tissue at each station: along the shaft, and at those that
// carry the tip's load.
void NeedleTrial::account_for(const needle::NeedleState& was) {
    const double advance = state_.travel - was.travel;
    tip_mJ_ += 0.5 * (was.tip_force_N + state_.tip_force_N) * advance;
    for (std::size_t i = 0; i < state_.slip.size(); ++i) {
        const double slip = state_.slip[i] - was.slip[i];
        const double friction = 0.5 * (was.friction_N[i] + state_.friction_N[i]);
        const double load =
            0.5 * (axial(was, was.station_load_N[i]) + axial(state_, state_.station_load_N[i]));
        friction_mJ_ += friction * slip;
        tip_mJ_ -= (load - friction) * (advance - slip);
    }
}

void NeedleTrial::move_to(double target, double speed_mm_s) {
    const double stride = 1e-3 * speed_mm_s;
    for (int i = 0; i < kMostTicks && std::fabs(target - hand()) > 1e-9; ++i) {
        const double before = hand();
        const double way = target - before;
        tick(std::clamp(way, -stride, stride));
        if (way > 0.0 && hand() < before + 1e-9) return;  // against bone
    }
}

void NeedleTrial::turn(double degrees) {
    const int ticks = static_cast<int>(std::fabs(degrees) / (0.36 * kTurnsPerSecond) + 0.5);
    for (int i = 0; i < ticks; ++i) tick(0.0, degrees / ticks);
}

void NeedleTrial::wait(int ticks) {
    for (int i = 0; i < ticks; ++i) tick(0.0);
}

double NeedleTrial::torque_Nmm() const {
    return needle::torque_of_tissue_Nmm(state_, spec_.diameter, 1.0);
}

double NeedleTrial::bent_mJ() const {
    const auto n = static_cast<std::size_t>(state_.coupling->count);
    double sum = 0.0;
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < n; ++j)
            sum += 0.5 * axial(state_, state_.station_load_N[i]) *
                   state_.coupling->axial[i * n + j] * axial(state_, state_.station_load_N[j]);
    return sum;
}

double NeedleTrial::presliding_mJ() const {
    // A station's friction gives by its kinetic limit over the law's presliding.
    double sum = 0.0;
    const double wound = needle::winding_factor(state_.net_turns, state_.total_turns);
    for (std::size_t i = 0; i < state_.friction_N.size(); ++i) {
        const double from = static_cast<double>(i) * kSpacing;
        const double to = std::min(from + kSpacing, state_.tip_path);
        double limit = 0.0;
        for (const needle::TrackLayer& layer : state_.layers) {
            const double inside = std::min(layer.exit, to) - std::max(layer.enter, from);
            if (inside > 0.0)
                limit += layer.friction_N_per_mm * inside * (layer.can_wind ? wound : 1.0);
        }
        const double force = state_.friction_N[i];
        if (limit > 0.0) sum += 0.5 * force * force * step_.friction.presliding / limit;
    }
    if (state_.tip_state == needle::TipState::Pressing) {
        const auto next = static_cast<std::size_t>(state_.layers_entered);
        const needle::TrackLayer& layer = state_.layers[next];
        const double whole = 1.0 / layer.face_N_per_mm;
        const auto under = needle::spread_under_face(*state_.coupling, layer.enter);
        const double own =
            std::max(whole - needle::tip_compliance(*state_.coupling, under), 0.25 * whole);
        sum += 0.5 * state_.tip_force_N * state_.tip_force_N * own;
    }
    return sum;
}

std::uint64_t NeedleTrial::hash() const {
    StateHasher hasher;
    state_.hash(hasher);
    hasher.add(ground_.site->hash());
    return hasher.value();
}

}  // namespace dryrun::validation
