// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The palpating hand: where its pads are, after its ceilings, and how hard they press.
#include "palpation/finger.h"

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "core/deterministic_math.h"
#include "core/result.h"
#include "palpation/contact.h"
#include "palpation/pinch.h"
#include "palpation/skin_memory.h"

namespace dryrun::palpation {
namespace {

constexpr double kHandSpeed = 0.15;    // mm a tick: 150 mm/s
constexpr double kHandTurn = 0.01;     // of the unit direction between two pads, a tick
constexpr double kHandForce = 40.0;    // N
constexpr double kDamping = 0.05e3;    // N a mm in a tick: 0.05 N s/mm. ASSUMED
constexpr double kHoldShare = 0.8;     // of its press, which a held hand relaxes to. ASSUMED
constexpr double kHoldTicks = 60.0e3;  // with this time constant. ASSUMED
// Below these, a pad that has come to rest needs no new solution.
constexpr double kStillForce = 1e-3;       // N, against what the hand wants
constexpr double kStillBackground = 1e-4;  // mm
constexpr double kStillChange = 1e-6;      // mm and N, in the last solution
constexpr int kIterations = 2;
constexpr int kIterationsOnNewSite = 6;
constexpr int kCentre = kTaxels / 2;
constexpr double kLeastSpread = 5.0;  // of two pads that have no room for more

std::size_t at(int i) {
    return static_cast<std::size_t>(i);
}

struct HandPose {
    Vec3 position;
    Vec3 across;
    double spread = 20.0;
};

struct PadPlace {
    Vec3 centre;
    Vec3 normal;
    Vec3 across;
};
// Of one pad or two.
struct PadPlaces {
    std::array<PadPlace, 2> of{};
    std::size_t count = 0;

    std::span<const PadPlace> all() const { return {of.data(), count}; }
};

// One value for each point of a pad's geometry.
using PointValues = std::array<double, std::size_t{4} * kTaxels>;

int pad_count(events::PadGrip grip) {
    return grip == events::PadGrip::OnePad ? 1 : 2;
}

// Moves what may move by what the ceilings allow. True if it did.
bool follow(const events::PalpatingHand& command, const anatomy::Atlas& atlas, HandPose& pose) {
    bool has_moved = false;
    const Vec3 way = command.position - pose.position;
    const double far = length(way);
    if (far > 1e-9) {
        const double share = far > kHandSpeed ? kHandSpeed / far : 1.0;
        if (const auto skin = atlas.skin_at(pose.position + way * share)) {
            has_moved = distance(skin->point, pose.position) > 1e-9;
            pose.position = skin->point;
        }
    }
    const Vec3 turn = normalised(command.across, pose.across) - pose.across;
    const double angle = length(turn);
    if (angle > 1e-9) {
        const double share = angle > kHandTurn ? kHandTurn / angle : 1.0;
        pose.across = normalised(pose.across + turn * share, pose.across);
        has_moved = true;
    }
    const double wider = det::clamp(command.spread - pose.spread, -kHandSpeed, kHandSpeed);
    if (wider != 0.0) {
        pose.spread += wider;
        has_moved = true;
    }
    return has_moved;
}

// None where one of them is beyond the skin.
PadPlaces pad_places(const anatomy::Atlas& atlas, events::PadGrip grip, const HandPose& pose) {
    PadPlaces places;
    const int count = pad_count(grip);
    for (int pad = 0; pad < count; ++pad) {
        const double aside = count == 1 ? 0.0 : (pad == 0 ? -0.5 : 0.5) * pose.spread;
        const auto skin = atlas.skin_at(pose.position + pose.across * aside);
        if (!skin) return {};
        const Vec3 along = pose.across - skin->normal * dot(pose.across, skin->normal);
        places.of[places.count++] = {skin->point, skin->normal, normalised(along, skin->medial)};
    }
    return places;
}

// The pad's taxels on the patch, which yields `yield` times as far as the block; false where one
// of them is off it.
bool lay_pad(const tissue::Site& site, const PadPlace& place, double yield, PadGeometry& geometry) {
    const Vec3 down = cross(place.normal, place.across);
    std::vector<int>& all = geometry.points;
    all.clear();
    for (int t = 0; t < kTaxels; ++t) {
        const int column = t % kTaxelsAcross - kTaxelsAcross / 2;
        const int row = t / kTaxelsAcross - kTaxelsAcross / 2;
        const double u = column * kTaxelSize;
        const double v = row * kTaxelSize;
        const Vec3 on_plane = place.centre + place.across * u + down * v;
        TaxelWeights& taxel = geometry.taxels[at(t)];
        if (!site.surface_weights(on_plane, taxel.point.data(), taxel.weight.data())) return false;
        Vec3 skin;
        tissue::UnderSkin under{0.0, 0.0, 0.0};
        for (std::size_t k = 0; k < 4; ++k) {
            skin += site.surface_point(taxel.point[k]) * taxel.weight[k];
            const tissue::UnderSkin& here = site.under_surface(taxel.point[k]);
            under.fat += here.fat * taxel.weight[k];
            under.below_fascia += here.below_fascia * taxel.weight[k];
            under.whole += here.whole * taxel.weight[k];
            all.push_back(taxel.point[k]);
        }
        geometry.under[at(t)] = under;
        geometry.gap[at(t)] =
            (u * u + v * v) / (2.0 * kPadRadius) + dot(place.centre - skin, place.normal);
    }
    // The centre touches at depth zero, whatever the patch's facets make of the skin there.
    const double centre_gap = geometry.gap[at(kCentre)];
    for (double& gap : geometry.gap) gap -= centre_gap;
    std::sort(all.begin(), all.end());
    all.erase(std::unique(all.begin(), all.end()), all.end());
    for (TaxelWeights& taxel : geometry.taxels) {
        for (int& point : taxel.point) {
            point = static_cast<int>(std::lower_bound(all.begin(), all.end(), point) - all.begin());
        }
    }
    std::vector<double>& compliance = geometry.point_compliance;
    compliance.resize(all.size() * all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        const auto row = site.surface_compliance_row(all[i]);
        for (std::size_t j = 0; j < all.size(); ++j) {
            compliance[i * all.size() + j] = yield * row[at(all[j])];
        }
    }
    condense_taxels(compliance, geometry);
    add_near_field(
        site.near_field(place.centre), [&](int point) { return site.surface_place(point); }, yield,
        geometry);
    return true;
}

// A pad's geometry that nobody else looks at: the one before the present one, or a new one.
PadGeometry& room_for_pad(std::size_t pad, FingerState& state) {
    state.laid_before.resize(std::max(state.laid_before.size(), pad + 1));
    std::shared_ptr<PadGeometry>& room = state.laid_before[pad];
    if (!room || room.use_count() > 1) room = std::make_shared<PadGeometry>();
    return *room;
}

// Puts the pads where `pose` has them; false, and all as before, where one is off the patch.
bool lay_pads(const anatomy::Atlas& atlas, const tissue::Site& site,
              std::span<const softbody::PronyTerm> relaxation, const HandPose& pose,
              FingerState& state) {
    const PadPlaces placed = pad_places(atlas, state.grip, pose);
    const std::span<const PadPlace> places = placed.all();
    if (places.empty()) return false;
    for (const PadPlace& place : places) {
        if (!site.covers(place.centre)) return false;
    }
    for (std::size_t pad = 0; pad < places.size(); ++pad) {
        PadGeometry& room = room_for_pad(pad, state);
        if (!lay_pad(site, places[pad], yield_of(state.memory), room)) return false;
    }
    if (state.pads.size() == places.size()) {
        for (std::size_t pad = 0; pad < places.size(); ++pad) {
            const Vec3 slid = places[pad].centre - state.pads[pad].centre;
            const Vec3 down = cross(places[pad].normal, places[pad].across);
            slide_taxels(pad, dot(slid, places[pad].across) / kTaxelSize,
                         dot(slid, down) / kTaxelSize, state.taxel_memory);
        }
    } else {
        begin_taxels(relaxation, places.size() * at(kTaxels), state.taxel_memory);
    }
    state.laid_before.resize(places.size());
    std::swap(state.geometry, state.laid_before);
    state.pads.resize(places.size());
    state.pad_depth.resize(places.size(), 0.0);
    state.taxel_N.resize(places.size() * at(kTaxels), 0.0);
    state.taxel_load_N.resize(places.size() * at(kTaxels), 0.0);
    for (std::size_t pad = 0; pad < places.size(); ++pad) {
        state.pads[pad].centre = places[pad].centre;
        state.pads[pad].normal = places[pad].normal;
        state.pads[pad].across = places[pad].across;
    }
    state.position = pose.position;
    state.across = pose.across;
    state.spread = pose.spread;
    return true;
}

void take_away(FingerState& state) {
    state.pads.clear();
    state.pad_depth.clear();
    state.taxel_N.clear();
    state.taxel_load_N.clear();
    state.taxel_background.clear();
    // Their room is for the next hand on this block.
    if (!state.geometry.empty()) std::swap(state.geometry, state.laid_before);
    state.geometry.clear();
    state.place.reset();
    state.is_held = false;
    state.is_still = false;
    state.press_N = 0.0;
    state.fold = Fold::None;
}

TaxelValues on_taxels(const PadGeometry& geometry, std::span<const double> on_points) {
    TaxelValues values{};
    for (std::size_t t = 0; t < kTaxels; ++t) {
        const TaxelWeights& taxel = geometry.taxels[t];
        for (std::size_t k = 0; k < 4; ++k) {
            values[t] += taxel.weight[k] * on_points[at(geometry.points[at(taxel.point[k])])];
        }
    }
    return values;
}

// Load of one pad on the points of its own geometry.
PointValues point_loads(const PadGeometry& geometry, std::span<const double> load_N) {
    PointValues loads{};
    for (std::size_t t = 0; t < kTaxels; ++t) {
        const TaxelWeights& taxel = geometry.taxels[t];
        for (std::size_t k = 0; k < 4; ++k) {
            loads[at(taxel.point[k])] += taxel.weight[k] * load_N[t];
        }
    }
    return loads;
}

// Background of one pad: everything else, what the skin remembers, and what the other pad's load
// does here.
TaxelValues background_of(const tissue::Site& site, std::span<const double> background,
                          const FingerState& state, std::size_t pad) {
    const PadGeometry& here = *state.geometry[pad];
    const double yield = yield_of(state.memory);
    const std::size_t count = here.points.size();
    PointValues moved{};
    add_remembered(site, state.memory, here.points, moved);
    for (std::size_t other = 0; other < state.geometry.size(); ++other) {
        if (other == pad) continue;
        const PadGeometry& there = *state.geometry[other];
        const auto loads =
            point_loads(there, {state.taxel_load_N.data() + other * at(kTaxels), at(kTaxels)});
        for (std::size_t j = 0; j < there.points.size(); ++j) {
            if (loads[j] == 0.0) continue;
            const auto row = site.surface_compliance_row(there.points[j]);
            for (std::size_t i = 0; i < count; ++i) {
                moved[i] += yield * loads[j] * row[at(here.points[i])];
            }
        }
    }
    TaxelValues values = on_taxels(here, background);
    add_remembered(state.taxel_memory, pad, here.near, values);
    for (std::size_t t = 0; t < kTaxels; ++t) {
        const TaxelWeights& taxel = here.taxels[t];
        for (std::size_t k = 0; k < 4; ++k) {
            values[t] += taxel.weight[k] * moved[at(taxel.point[k])];
        }
    }
    return values;
}

void report(const PadGeometry& geometry, const TaxelValues& background, const PadSolution& solution,
            PadContact& contact) {
    contact.force_N = solution.force_N;
    contact.squeeze_N = 0.0;
    contact.indentation =
        skin_displacement(geometry, solution.load_N, kCentre) + background[at(kCentre)];
    contact.stiffness_N_per_mm = solution.stiffness_N_per_mm;
    contact.peak_pressure_kPa = 0.0;
    contact.contact_area_mm2 = 0.0;
    for (std::size_t t = 0; t < kTaxels; ++t) {
        const double kPa = 1000.0 * solution.taxel_N[t] / kTaxelArea;
        contact.taxel_kPa[t] = kPa;
        if (kPa > contact.peak_pressure_kPa) contact.peak_pressure_kPa = kPa;
        if (kPa > 0.0) contact.contact_area_mm2 += kTaxelArea;
    }
}

double largest_difference(const TaxelValues& values, std::span<const double> others) {
    double largest = 0.0;
    for (std::size_t t = 0; t < kTaxels; ++t) {
        const double difference = std::fabs(values[t] - others[t]);
        if (difference > largest) largest = difference;
    }
    return largest;
}

// Presses each pad by one tick. Where nothing changes, nothing is solved.
void press(const tissue::Site& site, std::span<const double> background, bool has_changed,
           bool is_new_site, FingerState& state) {
    const double share =
        det::clamp(state.press_N, 0.0, kHandForce) / static_cast<double>(state.geometry.size());
    state.taxel_background.resize(state.taxel_N.size(), 0.0);
    bool all_still = true;
    for (std::size_t pad = 0; pad < state.geometry.size(); ++pad) {
        const PadGeometry& geometry = *state.geometry[pad];
        const std::span<double> load_N(state.taxel_load_N.data() + pad * at(kTaxels), at(kTaxels));
        const std::span<double> known(state.taxel_background.data() + pad * at(kTaxels),
                                      at(kTaxels));
        const TaxelValues around = background_of(site, background, state, pad);
        PadContact& contact = state.pads[pad];
        const bool is_settled = std::fabs(contact.force_N - share) < kStillForce;
        if (state.is_still && is_settled && !has_changed && !is_new_site &&
            largest_difference(around, known) < kStillBackground) {
            continue;
        }
        std::copy(around.begin(), around.end(), known.begin());
        PadSolution solution;
        solution.depth = state.pad_depth[pad];
        std::copy(load_N.begin(), load_N.end(), solution.load_N.begin());
        PadDrive drive{share, kDamping, kHandSpeed, solution.depth};
        if (is_new_site) drive = {contact.force_N, 0.0, 1e3, solution.depth};
        solve_pad(geometry, around, drive, is_new_site ? kIterationsOnNewSite : kIterations,
                  solution);
        const bool is_still = std::fabs(solution.depth - state.pad_depth[pad]) < kStillChange &&
                              solution.largest_change_N < kStillChange;
        all_still = all_still && is_still;
        state.pad_depth[pad] = solution.depth;
        std::copy(solution.load_N.begin(), solution.load_N.end(), load_N.begin());
        std::copy(solution.taxel_N.begin(), solution.taxel_N.end(),
                  state.taxel_N.data() + pad * at(kTaxels));
        follow_taxels(pad, geometry.under, solution.displacement, state.taxel_memory);
        report(geometry, around, solution, contact);
    }
    state.is_still = all_still;
}

// Pads that neither press nor hold lie on the skin where that is without them.
void rest_pads(const tissue::Site& site, std::span<const double> background, FingerState& state) {
    std::fill(state.taxel_load_N.begin(), state.taxel_load_N.end(), 0.0);
    std::fill(state.taxel_N.begin(), state.taxel_N.end(), 0.0);
    for (std::size_t pad = 0; pad < state.geometry.size(); ++pad) {
        const TaxelValues around = background_of(site, background, state, pad);
        state.pad_depth[pad] = around[at(kCentre)];
        follow_taxels(pad, state.geometry[pad]->under, around, state.taxel_memory);
        report(*state.geometry[pad], around, PadSolution{}, state.pads[pad]);
    }
    state.is_still = false;
}

void take_hold(const events::PalpatingHand& command, const tissue::Site& site,
               std::span<const double> background, FingerState& state) {
    if (!lay_fold(site, state.pads, yield_of(state.memory), state.held_fold)) return;
    state.fold = Fold::Held;
    rest_pads(site, background, state);
    state.held_fold.taken_at = command.position;
    state.held_fold.lift_N = state.held_fold.load_N = 0.0;
    state.held_fold.height = resting_height(site, state.memory, background, state.held_fold);
}

// Takes hold of a fold when the hand begins to lift, and lets it go when it has stopped, when the
// digits cannot hold it any more or when they are dragged along.
void follow_fold(const events::PalpatingHand& command, const tissue::Site& site,
                 std::span<const double> background, FingerState& state) {
    constexpr double kLetGo_N = 0.1;
    const bool wants_lift = state.grip == events::PadGrip::Pincer && state.press_N < 0.0;
    if (state.fold == Fold::Held) {
        const bool is_dragged =
            !command.is_held && distance(command.position, state.held_fold.taken_at) > kMostDrag;
        const bool has_slipped = state.lift_N() > kMostLift_N || is_dragged;
        if (!has_slipped && (wants_lift || state.lift_N() > kLetGo_N)) return;
        state.fold = has_slipped ? Fold::Slipped : Fold::None;
        rest_pads(site, background, state);
    } else if (!wants_lift) {
        state.fold = Fold::None;
    } else if (state.fold == Fold::None) {
        take_hold(command, site, background, state);
    }
}

// Lifts the held fold by one tick; on a new site it keeps its lift.
void lift(const tissue::Site& site, std::span<const double> background, bool is_new_site,
          FingerState& state) {
    HeldFold& fold = state.held_fold;
    const double yield = yield_of(state.memory);
    if (is_new_site && !lay_fold(site, state.pads, yield, fold)) {
        state.fold = Fold::Slipped;
        rest_pads(site, background, state);
        return;
    }
    const double resting = resting_height(site, state.memory, background, fold);
    if (is_new_site) {
        fold.height = resting + fold.compliance * fold.load_N;
        carry(resting, fold);
    } else {
        lift_fold({det::clamp(-state.press_N, 0.0, kHandForce), kDamping, kHandSpeed}, resting,
                  fold);
    }
    for (PadContact& pad : state.pads)
        report_lift(site, state.memory, background, yield, fold, pad);
}

// What the hand tries to press with: the command, or, while it is held, what it held at first,
// slowly less.
void follow_press(const events::PalpatingHand& command, FingerState& state) {
    if (!command.is_held) {
        state.is_held = false;
        state.press_N = command.press_N;
        return;
    }
    if (!state.is_held) {
        state.is_held = true;
        state.held_press_N = state.press_N = command.press_N;
    }
    state.press_N += (kHoldShare * state.held_press_N - state.press_N) / kHoldTicks;
}

// Puts a hand on the patient that was not there, or that changes its grip.
void put_down(const events::PalpatingHand& command, const anatomy::Atlas& atlas,
              const tissue::Site& site, std::span<const softbody::PronyTerm> relaxation,
              FingerState& state) {
    take_away(state);
    state.grip = command.grip;
    HandPose pose{command.position, normalised(command.across, {1.0, 0.0, 0.0}), command.spread};
    const auto skin = atlas.skin_at(command.position);
    if (!skin) return;
    pose.position = skin->point;
    // As far apart as there is room for: pads that touch nearer together are better than none.
    bool is_laid = lay_pads(atlas, site, relaxation, pose, state);
    state.is_out_of_room = !is_laid;
    while (!is_laid && pad_count(state.grip) == 2 && pose.spread > kLeastSpread) {
        pose.spread -= 1.0;
        is_laid = lay_pads(atlas, site, relaxation, pose, state);
    }
    if (is_laid) state.place = site.place();
}

// Moves the pads with the hand as far as the patch has room: without spreading, or not at all.
bool move_pads(const anatomy::Atlas& atlas, const tissue::Site& site,
               std::span<const softbody::PronyTerm> relaxation, HandPose pose, FingerState& state) {
    if (lay_pads(atlas, site, relaxation, pose, state)) return true;
    state.is_out_of_room = true;
    if (pose.spread <= state.spread) return false;
    pose.spread = state.spread;
    return lay_pads(atlas, site, relaxation, pose, state);
}

// Adds what the hand presses or lifts with to the points of the patch. A fold's stretch is not
// remembered, only what it lifts the linear block with.
void add_loads(FingerState& state, std::vector<double>& surface_N) {
    if (state.fold == Fold::Held) {
        const HeldFold& fold = state.held_fold;
        for (std::size_t i = 0; i < fold.points.size(); ++i) {
            const double lift = fold.weights[i] * fold.load_N;
            surface_N[at(fold.points[i])] -= lift;
            state.felt_N[at(fold.points[i])] -= lift;
        }
        return;
    }
    for (std::size_t pad = 0; pad < state.geometry.size(); ++pad) {
        const PadGeometry& geometry = *state.geometry[pad];
        const std::size_t first = pad * at(kTaxels);
        const auto loads = point_loads(geometry, {state.taxel_load_N.data() + first, at(kTaxels)});
        const auto felt = point_loads(geometry, {state.taxel_N.data() + first, at(kTaxels)});
        for (std::size_t i = 0; i < geometry.points.size(); ++i) {
            surface_N[at(geometry.points[i])] += loads[i];
            state.felt_N[at(geometry.points[i])] += felt[i];
        }
    }
}

// One tick of a hand on the patient; adds what its pads press with to the points of the patch.
void move_hand(const events::PalpatingHand& command, const anatomy::Atlas& atlas,
               const tissue::Site& site, std::span<const softbody::PronyTerm> relaxation,
               std::span<const double> background, FingerState& state,
               std::vector<double>& surface_N) {
    bool has_changed = false;
    bool is_new_site = false;
    if (state.geometry.empty() || state.grip != command.grip) {
        put_down(command, atlas, site, relaxation, state);
        if (state.geometry.empty()) return;
        has_changed = true;
    } else {
        HandPose pose{state.position, state.across, state.spread};
        is_new_site = state.place != site.place();
        if (is_new_site) {
            if (!lay_pads(atlas, site, relaxation, pose, state)) {
                // A held hand that the new block does not reach stays as it is, out of the solve.
                if (!command.is_held) take_away(state);
                return;
            }
            state.place = site.place();
        } else if (!command.is_held && state.fold != Fold::Held && follow(command, atlas, pose)) {
            has_changed = move_pads(atlas, site, relaxation, pose, state);
        }
    }
    follow_press(command, state);
    follow_fold(command, site, background, state);
    if (state.fold == Fold::Held) {
        lift(site, background, is_new_site, state);
    } else {
        press(site, background, has_changed, is_new_site, state);
    }
    add_loads(state, surface_N);
}

}  // namespace

void step_fingers(const events::PalpatingHand& command, const anatomy::Atlas& atlas,
                  const tissue::Site& site, std::span<const softbody::PronyTerm> relaxation,
                  std::span<const double> background, FingerState& state,
                  std::vector<double>& surface_N) {
    surface_N.assign(at(site.surface_count()), 0.0);
    state.felt_N.assign(surface_N.size(), 0.0);
    state.is_out_of_room = false;
    // A held hand far from this block stays as it is, and so does the tissue under it.
    const bool is_beyond = !state.geometry.empty() && !site.covers(state.position);
    if (is_beyond && command.is_on_patient && command.is_held) return;
    lie_on(site, relaxation, state.memory);
    if (command.is_on_patient) {
        DRYRUN_ASSERT(background.size() == surface_N.size());
        move_hand(command, atlas, site, relaxation, background, state, surface_N);
    } else {
        take_away(state);
    }
    const auto others = command.is_on_patient ? background : std::span<const double>{};
    if (!state.pads.empty()) remember(state.taxel_N, state.taxel_memory);
    remember(site, others, state.felt_N, surface_N, state.memory);
}

}  // namespace dryrun::palpation
