// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The tip's states: pressing a membrane that holds, cutting in a layer, on bone. A membrane is a
// spring until its puncture force; then it is gone and the tip goes on through the layer below.
// Re-entry into a channel already cut takes 0.35 of the puncture force and half the cutting force
// (ASSUMED). Withdrawing cuts nothing.
//
// Friction: limit by the length of shaft in each layer, higher at rest than in motion (Stribeck,
// 1 mm/s) and by 10 % a decade of speed above 1 mm/s in motion; full after 0.15 mm of presliding.
#include "needle/on_track.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/deterministic_math.h"
#include "core/result.h"
#include "needle/hand_and_faces.h"
#include "needle/winding.h"

namespace dryrun::needle {
namespace {

constexpr double kStalledStiffness = 0.5;  // N/mm of travel in a tick, while at a ceiling
constexpr double kSlipSmoothing = 0.2;     // a tick
constexpr double kBoneStiffness = 20.0;    // N/mm
constexpr double kLeastFaceShare = 0.25;   // of a membrane's softness that is its own
constexpr double kTipHoldsSkin = 0.05;     // N of the tip that pin it to the skin
constexpr double kMostBow = 0.3;           // of the free length, by which a bowed shaft may shorten
constexpr double kLeastGliding = 3.0;      // of a sham's shaft, which stay outside its handle
constexpr double kStillAtSkin = 1.0;       // mm off it
constexpr int kShaftPoints = 13;

std::size_t at(int i) {
    return static_cast<std::size_t>(i);
}

// Limits of friction on one station's piece of shaft, N.
softbody::FrictionLimit friction_limit(const NeedleState& state, double from, double to,
                                       double winding, double muscle_grasp) {
    softbody::FrictionLimit limit;
    for (const TrackLayer& layer : state.layers) {
        if (layer.enter >= to) break;
        const double begin = layer.enter > from ? layer.enter : from;
        const double end = layer.exit < to ? layer.exit : to;
        if (end <= begin) continue;
        double force = layer.friction_N_per_mm * (end - begin);
        if (layer.can_wind) force *= winding;
        if (layer.is_muscle) force *= muscle_grasp;
        limit.kinetic += force;
        limit.at_rest += force * layer.static_ratio;
    }
    return limit;
}

// Give of a contact that slides at `most`.
double softness_of(const softbody::FrictionLaw& law, double most) {
    return most > 1e-9 ? law.presliding / most : law.presliding / 1e-9;
}

// Everything that one tick works on.
struct Tick {
    const TrackStep& step;
    const NeedleSpec& spec;
    NeedleState& state;
    const TrackCoupling& coupling;
    AxialProblem problem;
    AxialForces forces;
    double ceiling = 0.0;   // of the push
    double buckling = 0.0;  // N, 0 where the shaft is supported
};

void prepare_shaft(Tick& tick) {
    NeedleState& state = tick.state;
    const int count = tick.coupling.count;
    const double spacing = tick.coupling.spacing;
    const double winding = winding_factor(state.net_turns, state.total_turns);
    int engaged = 0;
    double held = 0.0;
    double plain = 0.0;
    while (state.is_in_skin && engaged < count && engaged * spacing < state.tip_path) {
        const int i = engaged++;
        const double from = i * spacing;
        const double end = from + spacing < state.tip_path ? from + spacing : state.tip_path;
        const softbody::FrictionLimit limit =
            friction_limit(state, from, end, winding, tick.step.muscle_grasp);
        held += limit.kinetic;
        plain += friction_limit(state, from, end, 1.0, 1.0).kinetic;
        const softbody::FrictionLaw& law = tick.step.friction;
        const double most = softbody::most_at(law, limit, state.slip_speed_mm_s[at(i)]);
        AxialContact& contact = tick.problem.shaft[at(i)];
        contact.low = -most;
        contact.high = most;
        contact.softness = softness_of(law, law.scale * limit.kinetic);
        const double force = det::clamp(state.friction_N[at(i)], -most, most);
        contact.anchor = state.slip[at(i)] - force * contact.softness;
        tick.forces.shaft_N[at(i)] = force;
    }
    tick.problem.engaged = engaged;
    state.grasp = plain > 0.0 ? held / plain : 1.0;
}

void prepare_background(Tick& tick) {
    const NeedleState& state = tick.state;
    const int count = tick.coupling.count;
    for (int i = 0; i < count; ++i) {
        tick.problem.background[at(i)] =
            dot(background_at(tick.step, i, count), tick.coupling.direction);
    }
    // What the lateral forces of the tick before do along the track.
    for (std::size_t plane = 0; plane < 2; ++plane) {
        for (int j = 0; j < count; ++j) {
            const double force = state.lateral_N[plane * at(count) + at(j)];
            if (force == 0.0) continue;
            const auto& cross = tick.coupling.cross[plane];
            for (int i = 0; i < count; ++i) {
                tick.problem.background[at(i)] += cross[at(i) * at(count) + at(j)] * force;
            }
        }
    }
}

// Tissue under a load that it has borne for a while gives more than at once: the elastic load that
// makes its displacement is (load − before) / now.
void prepare_relaxation(Tick& tick) {
    NeedleState& state = tick.state;
    const int count = tick.coupling.count;
    if (static_cast<int>(state.relaxation.size()) != count) return;
    for (int j = 0; j < count; ++j) {
        const auto next = state.relaxation[at(j)].next(tick.step.step_s);
        tick.problem.yield[at(j)] = 1.0 / next.now;
        if (next.before == 0.0) continue;
        const double borne = -next.before / next.now;
        for (int i = 0; i < count; ++i) {
            tick.problem.background[at(i)] +=
                tick.coupling.axial[at(j) * at(count) + at(i)] * borne;
        }
    }
}

void keep_relaxation(Tick& tick) {
    NeedleState& state = tick.state;
    const int count = tick.coupling.count;
    if (static_cast<int>(state.relaxation.size()) != count) return;
    for (int j = 0; j < count; ++j) {
        softbody::Relaxation& station = state.relaxation[at(j)];
        const auto next = station.next(tick.step.step_s);
        const double load = dot(state.station_load_N[at(j)], tick.coupling.direction);
        station.advance((load - next.before) / next.now, tick.step.step_s);
    }
}

void load_block(Tick& tick) {
    NeedleState& state = tick.state;
    state.block_load_N = state.station_load_N;
    for (std::size_t i = 0; i < state.relaxation.size(); ++i) {
        const double borne = dot(state.station_load_N[i], tick.coupling.direction);
        state.block_load_N[i] += tick.coupling.direction * (state.relaxation[i].elastic() - borne);
    }
}

const TrackLayer* next_layer(const NeedleState& state) {
    const auto next = at(state.layers_entered);
    return next < state.layers.size() ? &state.layers[next] : nullptr;
}

// Whether a push makes the shaft go into the handle.
bool can_glide(const NeedleSpec& spec, const NeedleState& state) {
    return spec.is_sham() && state.glided < spec.length - kLeastGliding;
}

void prepare_cutting(Tick& tick) {
    const double most = cutting_force(tick.state);
    AxialContact& tip = tick.problem.tip;
    tip = {};
    tip.high = most;
    tip.softness = softness_of(tick.step.friction, most);
    tick.forces.tip_N = det::clamp(tick.state.tip_force_N, 0.0, most);
    tip.anchor = tick.state.tip_slip - tick.forces.tip_N * tip.softness;
}

// `face_N_per_mm` is what a tip feels of a membrane on its tissue. What the tissue yields by
// itself, as the stations have it, is taken off the membrane's own softness.
void prepare_pressing(Tick& tick, const TrackLayer& layer) {
    const double whole = 1.0 / layer.face_N_per_mm;
    const double tissue = tip_compliance(tick.coupling, tick.problem.spread);
    const double own = whole - tissue;
    AxialContact& tip = tick.problem.tip;
    tip = {};
    tip.high = 10.0 * tick.step.grip.force;
    tip.softness = own > kLeastFaceShare * whole ? own : kLeastFaceShare * whole;
    tip.anchor = layer.enter + tick.state.path_shift;
    tick.forces.tip_N = tick.state.tip_force_N;
}

void prepare_tip(Tick& tick) {
    NeedleState& state = tick.state;
    const TrackLayer* next = next_layer(state);
    const bool presses = state.tip_state == TipState::Pressing && next != nullptr;
    const double path = presses ? next->enter : state.tip_path;
    tick.problem.spread =
        presses ? spread_under_face(tick.coupling, path) : spread_tip(tick.coupling, path);
    if (presses) {
        prepare_pressing(tick, *next);
    } else if (state.tip_state == TipState::OnBone) {
        tick.problem.tip = {};  // bone is not cut
        tick.forces.tip_N = 0.0;
    } else {
        prepare_cutting(tick);
    }
    if (state.bone_path) {
        AxialContact& bone = tick.problem.bone;
        bone.high = 10.0 * tick.step.grip.force;
        bone.softness = 1.0 / kBoneStiffness;
        bone.anchor = *state.bone_path;
        tick.forces.bone_N = state.tip_state == TipState::OnBone ? state.tip_force_N : 0.0;
    }
}

void set_ceiling(Tick& tick) {
    // A tip that only presses has the whole shaft outside, however deep the dimple.
    const double inside = tick.state.is_in_skin ? tick.state.slip.front() : 0.0;
    const double free_length = tick.spec.length - inside;
    tick.state.free_length = free_length > 0.0 ? free_length : 0.0;
    tick.ceiling = tick.step.grip.force;
    if (can_glide(tick.spec, tick.state) && tick.spec.glide_N < tick.ceiling)
        tick.ceiling = tick.spec.glide_N;
    if (tick.step.is_in_guide_tube || free_length < kLeastFreeLength) return;
    const double stiffness = tick.step.beam_scale *
                             softbody::bending_stiffness(tick.spec.youngs_GPa, tick.spec.diameter);
    const double load =
        softbody::euler_load(stiffness, free_length, softbody::BeamEnds::ClampedPinned);
    if (load >= tick.ceiling) return;
    tick.buckling = load;
    tick.ceiling = load;
}

// The hand is a spring to where it wants the needle, up to its ceilings; at a ceiling it gives
// just that force (and a little damping, so that the solution is unique).
void solve(Tick& tick) {
    const double before = tick.state.travel;
    if (!tick.step.is_held) {
        solve_axial(tick.problem, {kStalledStiffness, before}, tick.step.sweeps, tick.forces);
        return;
    }
    solve_axial(tick.problem, {tick.step.grip.stiffness, tick.step.hand_at}, tick.step.sweeps,
                tick.forces);
    double limit = 0.0;
    if (tick.forces.sum_N > tick.ceiling) limit = tick.ceiling;
    if (tick.forces.sum_N < -tick.step.grip.force) limit = -tick.step.grip.force;
    if (limit == 0.0) return;
    solve_axial(tick.problem, {kStalledStiffness, before + limit / kStalledStiffness},
                tick.step.sweeps, tick.forces);
}

// Path of the tip in the undeformed tissue.
double path_of(const Tick& tick) {
    return tick.forces.travel - tick.forces.tip_displacement - tick.state.path_shift;
}

Vec3 on_line(const NeedleState& state, double travel) {
    return tissue::place_in_space(*state.track, travel);
}

// Gives way where the tip presses harder than the membrane holds, and solves again without it.
void puncture(Tick& tick, StepFacts& facts) {
    NeedleState& state = tick.state;
    const TrackLayer* layer = next_layer(state);
    if (state.tip_state != TipState::Pressing || layer == nullptr) return;
    if (tick.spec.is_sham()) return;  // blunt
    const double holds = puncture_force(state, *layer);
    if (tick.forces.tip_N < holds) return;
    Puncture fact;
    fact.structure = layer->structure;
    fact.path = layer->enter;
    fact.force_N = holds;
    const double carried = spread_sum(tick.problem.spread, tick.problem.background);
    fact.indentation = tick.forces.travel - layer->enter - state.path_shift - carried;
    fact.at = on_line(state, tick.forces.travel);
    fact.is_skin = !state.is_in_skin;
    fact.is_taut_band = layer->is_taut_band;
    state.tip_path = layer->enter;
    ++state.layers_entered;
    state.is_in_skin = true;
    state.tip_state = TipState::InTissue;
    facts.punctures.push_back(fact);
    // From now on the tip cuts, at full cutting force.
    const double most = cutting_force(state);
    const double slip = tick.forces.travel - tick.forces.tip_displacement;
    AxialContact& tip = tick.problem.tip;
    tip = {};
    tip.high = most;
    tip.softness = softness_of(tick.step.friction, most);
    tip.anchor = slip - most * tip.softness;
    tick.forces.tip_N = most;
    solve(tick);
}

// Passes faces that do not hold, stops at the first membrane, and undoes what the tip has left.
void settle_tip(Tick& tick, StepFacts& facts) {
    NeedleState& state = tick.state;
    double path = path_of(tick);
    // A tip that is pushed into tissue does not come out of it, whichever stations carry it.
    if (state.tip_state == TipState::InTissue && tick.forces.tip_N > 0.0 && path < state.tip_path) {
        path = state.tip_path;
    }
    if (state.bone_path && path > *state.bone_path) path = *state.bone_path;
    if (state.tip_state == TipState::Pressing) {
        const TrackLayer* layer = next_layer(state);
        // Just off the skin it may touch again at once; the track is kept for that.
        const bool is_near = !state.is_in_skin && path > -kStillAtSkin;
        if (layer != nullptr && (tick.forces.tip_N > 0.0 || is_near)) {
            path = layer->enter;
        } else {
            state.tip_state = state.is_in_skin ? TipState::InTissue : TipState::Free;
        }
    }
    if (state.is_in_skin && state.tip_state != TipState::Pressing) {
        const TrackLayer* layer = next_layer(state);
        while (layer != nullptr && path >= layer->enter) {
            if (layer->puncture_N > 0.0) {
                path = layer->enter;
                state.tip_state = TipState::Pressing;
                tick.forces.tip_N = 0.0;
                break;
            }
            ++state.layers_entered;
            layer = next_layer(state);
        }
        while (state.layers_entered > 0 &&
               path < state.layers[at(state.layers_entered - 1)].enter) {
            --state.layers_entered;
        }
    }
    tell_bone(tick.forces.bone_N > 0.0, state, facts);
    state.tip_speed_mm_s =
        det::clamp((path - state.tip_path) / tick.step.step_s, -kMostTipSpeed, kMostTipSpeed);
    state.tip_path = path;
    if (path > state.deepest_path) state.deepest_path = path;
    if (state.is_in_skin && (path <= 0.0 || state.layers_entered == 0)) {
        facts.has_left_tissue = true;
        state.is_in_skin = false;
        state.tip_state = TipState::Free;
    }
}

void keep_forces(Tick& tick) {
    NeedleState& state = tick.state;
    const int count = tick.coupling.count;
    for (int i = 0; i < count; ++i) {
        const bool is_engaged = i < tick.problem.engaged;
        const double slip = tick.forces.travel - tick.forces.displacement[at(i)];
        double speed = 0.0;
        if (is_engaged) {
            const AxialContact& contact = tick.problem.shaft[at(i)];
            const double force = tick.forces.shaft_N[at(i)];
            // Presliding is no slip: what counts is how far the anchor went.
            speed = std::fabs(slip - force * contact.softness - contact.anchor) / tick.step.step_s;
            state.friction_N[at(i)] = force;
        } else {
            state.friction_N[at(i)] = 0.0;
        }
        double& smooth = state.slip_speed_mm_s[at(i)];
        smooth = is_engaged ? smooth + kSlipSmoothing * (speed - smooth) : 0.0;
        if (smooth < 1e-12) smooth = 0.0;
        state.slip[at(i)] = slip;
    }
    state.travel = tick.forces.travel;
    state.tip_slip = tick.forces.travel - tick.forces.tip_displacement;
    state.tip_force_N = tick.forces.tip_N + tick.forces.bone_N;
    state.axial_force_N = tick.step.is_held ? tick.forces.sum_N : 0.0;
}

LateralProblem prepare_lateral(const Tick& tick) {
    const NeedleState& state = tick.state;
    const int count = tick.coupling.count;
    LateralProblem problem;
    problem.coupling = &tick.coupling;
    problem.bending_stiffness =
        tick.step.beam_scale *
        softbody::bending_stiffness(tick.spec.youngs_GPa, tick.spec.diameter);
    problem.free_length = state.free_length;
    problem.is_held = tick.step.is_held;
    const double spacing = tick.coupling.spacing;
    if (state.is_in_skin) {
        while (problem.engaged < count && problem.engaged * spacing < state.tip_path) {
            const double filled = (state.tip_path - problem.engaged * spacing) / spacing;
            problem.hold[at(problem.engaged++)] = filled < 1.0 ? filled : 1.0;
        }
    }
    if (count > 0 && (state.is_in_skin || state.tip_state == TipState::Pressing)) {
        // A tip that presses is pinned to what it presses.
        if (problem.engaged == 0) problem.engaged = 1;
        const double pinned = det::clamp(state.tip_force_N / kTipHoldsSkin, 0.0, 1.0);
        const auto last = at(problem.engaged - 1);
        if (problem.hold[last] < pinned) problem.hold[last] = pinned;
    }
    for (std::size_t plane = 0; plane < 2; ++plane) {
        for (int i = 0; i < count; ++i) {
            problem.background[plane][at(i)] =
                dot(background_at(tick.step, i, count), tick.coupling.lateral_axis[plane]);
        }
        for (int j = 0; j < count; ++j) {
            const double force = dot(state.station_load_N[at(j)], tick.coupling.direction);
            if (force == 0.0) continue;
            const auto& cross = tick.coupling.cross[plane];
            for (int i = 0; i < count; ++i) {
                problem.background[plane][at(i)] += cross[at(j) * at(count) + at(i)] * force;
            }
        }
    }
    return problem;
}

void load_stations_axially(Tick& tick) {
    NeedleState& state = tick.state;
    for (int i = 0; i < tick.coupling.count; ++i) {
        state.station_load_N[at(i)] = tick.coupling.direction * state.friction_N[at(i)];
    }
    const TipSpread& spread = tick.problem.spread;
    for (int k = 0; k < spread.count; ++k) {
        state.station_load_N[at(spread.first + k)] +=
            tick.coupling.direction * (spread.weight[at(k)] * tick.forces.tip_N);
    }
}

void place_shaft(Tick& tick, const LateralProblem& problem, const LateralForces& forces,
                 double bow) {
    NeedleState& state = tick.state;
    const auto& axis = tick.coupling.lateral_axis;
    const double length = tick.spec.length;
    state.shaft.resize(at(kShaftPoints));
    for (int i = 0; i < kShaftPoints; ++i) {
        // What is inside a sham's handle is not to be seen.
        const double from_grip = state.glided + (length - state.glided) * i / (kShaftPoints - 1);
        auto aside = deflection_at(problem, forces, from_grip);
        if (bow > 0.0 && from_grip < state.free_length) {
            aside[0] += bow * det::sin(det::kPi * from_grip / state.free_length);
        }
        state.shaft[at(i)] = on_line(state, state.travel - length + from_grip) +
                             axis[0] * aside[0] + axis[1] * aside[1];
    }
    state.grip = state.shaft.front();
    state.tip = state.shaft.back();
    state.shaft_direction = normalised(tick.coupling.direction + axis[0] * forces.clamp[0].slope +
                                       axis[1] * forces.clamp[1].slope);
    const Vec3 chord = normalised(state.tip - state.grip, tick.coupling.direction);
    state.bend = 0.0;
    for (const Vec3& point : state.shaft) {
        const Vec3 from = point - state.grip;
        const double away = dryrun::length(from - chord * dot(from, chord));
        if (away > state.bend) state.bend = away;
    }
}

void bend_shaft(Tick& tick, double bow) {
    NeedleState& state = tick.state;
    const int count = tick.coupling.count;
    const LateralProblem problem = prepare_lateral(tick);
    const LateralForces forces = solve_lateral(problem, tick.step.pose);
    for (std::size_t plane = 0; plane < 2; ++plane) {
        for (int i = 0; i < count; ++i) {
            const double force = i < problem.engaged ? forces.tissue_N[plane][at(i)] : 0.0;
            state.lateral_N[plane * at(count) + at(i)] = force;
            state.station_load_N[at(i)] += tick.coupling.lateral_axis[plane] * force;
        }
    }
    state.lateral_force_N = forces.hand_N;
    place_shaft(tick, problem, forces, bow);
    // Where the tip is in the undeformed tissue: aside of the line by what the tissue there has
    // not come along.
    const int station = static_cast<int>(
        det::clamp(state.tip_path / tick.coupling.spacing, 0.0, count > 0 ? count - 1.0 : 0.0));
    state.tip_at_rest = tissue::place_at_rest(*state.track, state.tip_path);
    const Vec3 aside = state.tip - on_line(state, state.travel);
    for (std::size_t plane = 0; plane < 2; ++plane) {
        double moved = count > 0 ? problem.background[plane][at(station)] : 0.0;
        for (int j = 0; j < problem.engaged; ++j) {
            moved += tick.coupling.side[plane][at(station) * at(count) + at(j)] *
                     forces.tissue_N[plane][at(j)];
        }
        const Vec3& axis = tick.coupling.lateral_axis[plane];
        state.tip_at_rest += axis * (dot(aside, axis) - moved);
    }
}

// Reports buckling once; returns how far the hand is ahead of what it can hold, and the bow.
double follow_buckling(Tick& tick, StepFacts& facts, double& bow) {
    NeedleState& state = tick.state;
    bow = 0.0;
    if (!tick.step.is_held) {
        state.is_buckled = false;
        return 0.0;
    }
    const double limit = tick.forces.sum_N < 0.0 ? -tick.step.grip.force : tick.ceiling;
    double ahead = tick.step.hand_at - state.travel - limit / tick.step.grip.stiffness;
    if (limit < 0.0) return ahead < 0.0 ? ahead : 0.0;
    if (ahead <= 0.0) {
        state.is_buckled = false;
        return 0.0;
    }
    if (tick.buckling <= 0.0) {
        state.is_buckled = false;
        return ahead;
    }
    if (!state.is_buckled) {
        facts.has_buckled = true;
        facts.buckling_N = tick.buckling;
        facts.free_length = state.free_length;
        state.is_buckled = true;
    }
    bow = softbody::buckled_bow(ahead, state.free_length);
    const double most = kMostBow * state.free_length;
    return ahead > most ? ahead - most : 0.0;
}

}  // namespace

Vec3 background_at(const TrackStep& step, int station, int count) {
    return static_cast<int>(step.background.size()) == count ? step.background[at(station)]
                                                             : step.entry_background;
}

double step_on_track(const TrackStep& step, const NeedleSpec& spec, NeedleState& state,
                     StepFacts& facts) {
    DRYRUN_ASSERT(state.track && state.coupling);
    Tick tick{step, spec, state, *state.coupling, {}, {}, 0.0, 0.0};
    tick.problem.coupling = state.coupling.get();
    prepare_shaft(tick);
    prepare_background(tick);
    prepare_relaxation(tick);
    prepare_tip(tick);
    set_ceiling(tick);
    solve(tick);
    puncture(tick, facts);
    settle_tip(tick, facts);
    keep_forces(tick);
    double bow = 0.0;
    const double ahead = follow_buckling(tick, facts, bow);
    load_stations_axially(tick);
    keep_relaxation(tick);
    bend_shaft(tick, bow);
    load_block(tick);
    state.grip_travel = step.is_held ? step.hand_at - ahead : state.travel;
    if (ahead > 0.0 && can_glide(spec, state)) state.glided += ahead;
    return ahead;
}

void relax_with_layers(NeedleState& state, double reference_s) {
    state.relaxation.clear();
    const auto is_elastic = [](const TrackLayer& layer) { return layer.prony.empty(); };
    if (std::all_of(state.layers.begin(), state.layers.end(), is_elastic)) return;
    for (int i = 0; i < state.coupling->count; ++i) {
        const TrackLayer* holds = &state.layers.front();
        for (const TrackLayer& layer : state.layers) {
            if (layer.enter <= state.coupling->path(i)) holds = &layer;
        }
        state.relaxation.emplace_back(holds->prony, reference_s);
    }
}

}  // namespace dryrun::needle
