// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Fingers on the rigid corridor: pads that lie where they are wanted, on ground that is looked up
// once for each place.
//
// A disc on layered ground is borne by a cone that widens downwards: each slice yields by its load
// over its area and modulus, and no slice below bone does. On a half space of one material the sum
// is that of elasticity when the cone widens by 2 / (π (1 − ν²)) of the depth.
#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "core/deterministic_math.h"
#include "palpation/contact.h"
#include "palpation/squeeze.h"
#include "session/rigid_corridor.h"

namespace dryrun::session {
namespace {

constexpr double kDisc = 6.0;  // of a pad that searches with some 8 N; ASSUMED
constexpr double kCone = 0.8;  // 2 / (π (1 − ν²)) with ν = 0.45
constexpr double kSlice = 1.0;
constexpr double kSearched = 90.0;    // along the inward normal
constexpr double kBase = 42.0;        // where a block is held that meets no bone
constexpr double kUnderPleura = 6.0;  // the same below pleura
constexpr double kAside = 8.0;  // of the columns around the middle one: a pad feels an edge of bone
// Skin and fascia bear in their plane what a stack does not know of, and a pad does not sink in
// everywhere as far as its middle. Both were fitted so that a press of 8 N comes as deep as on the
// block, at 108 places over rhomboid, infraspinatus and around them: within 22 % (root mean square,
// most of it at the edges of scapula and spinous processes).
constexpr double kMembranes = 4.0;
constexpr double kMeanDepth = 0.7;
// By how much less the block feels of a band than the cone does (0.4 against 2.2 % of the depth).
constexpr double kBandShare = 0.18;
constexpr double kLeastYield = 0.05;  // mm/N, of the finger's own pad

constexpr double kHandSpeed = 0.15;  // mm a tick
constexpr double kHandForce = 40.0;  // N
constexpr double kDamping = 0.05e3;  // N a mm in a tick

// Distance of a point from a band's middle line.
double off_line(const std::vector<Vec3>& line, const Vec3& point) {
    double least = std::numeric_limits<double>::infinity();
    for (std::size_t i = 1; i < line.size(); ++i) {
        const Vec3 along = line[i] - line[i - 1];
        const double square = dot(along, along);
        if (square <= 0.0) continue;
        const double t = det::clamp(dot(point - line[i - 1], along) / square, 0.0, 1.0);
        least = std::min(least, distance(point, lerp(line[i - 1], line[i], t)));
    }
    return least;
}

// How much of a slice of the cone lies in a band that crosses it, as a strip.
double share_in_band(const tissue::TautBand& band, const Vec3& middle, double radius) {
    const double off = off_line(band.centreline, middle);
    if (off >= radius + band.radius) return 0.0;
    // The slice may cut the band beside its middle line: a chord of its round section.
    const double half = 0.785 * band.radius;  // mean half width over the section
    const double from = std::max(off - half, -radius), to = std::min(off + half, radius);
    if (to <= from) return 0.0;
    const double at = 0.5 * (from + to);
    const double chord = 2.0 * std::sqrt(std::max(radius * radius - at * at, 0.0));
    return std::min(1.0, (to - from) * chord / (det::kPi * radius * radius));
}

struct Stack {
    double skin = 1.5;
    double fascia_top = 0.0;
    double fascia_bottom = 0.0;
    double ends = kBase;  ///< at bone, or where the block is held
};

Stack stack_of(const anatomy::Atlas& atlas, const std::vector<anatomy::LayerSpan>& spans) {
    using anatomy::Tissue;
    Stack stack;
    bool has_fascia = false;
    for (const anatomy::LayerSpan& span : spans) {
        const Tissue tissue = atlas.structure(span.structure).tissue;
        if (tissue == Tissue::Skin) stack.skin = span.exit;
        if (tissue == Tissue::Fascia && !has_fascia) {
            has_fascia = true;
            stack.fascia_top = span.enter;
            stack.fascia_bottom = span.exit;
        }
        if (tissue == Tissue::Bone) {
            stack.ends = std::min(stack.ends, span.enter);
            break;
        }
        if (tissue == Tissue::Pleura || tissue == Tissue::Lung || tissue == Tissue::Canal) {
            stack.ends = std::min(stack.ends, span.enter + kUnderPleura);
            break;
        }
    }
    if (!has_fascia) stack.fascia_top = stack.fascia_bottom = stack.skin + 4.0;
    return stack;
}

// Yielding of the cone's slices, mm/N.
double compliance_of(const anatomy::Atlas& atlas, const tissue::MaterialTable& materials,
                     std::span<const tissue::TautBand> bands, const anatomy::LayersAlongLine& line,
                     double ends) {
    double sum = 0.0;
    std::size_t layer = 0;
    for (double top = 0.0; top < ends; top += kSlice) {
        const double depth = top + 0.5 * std::min(kSlice, ends - top);
        while (layer + 1 < line.spans.size() && line.spans[layer].exit < depth) ++layer;
        const anatomy::Structure& structure = atlas.structure(line.spans[layer].structure);
        double youngs_kPa = materials.of(structure).youngs_kPa;
        const double radius = kDisc + kCone * depth;
        if (structure.tissue == anatomy::Tissue::Muscle) {
            const Vec3 middle = line.entry - line.normal * depth;
            for (const tissue::TautBand& band : bands)
                youngs_kPa *= 1.0 + kBandShare * (band.stiffness_ratio - 1.0) *
                                        share_in_band(band, middle, radius);
        }
        const double area = det::kPi * radius * radius;
        sum += std::min(kSlice, ends - top) / (1e-3 * youngs_kPa * area);
    }
    // Ground without a bone goes on below the block's base, unmoved.
    return sum;
}

void place_pads(const events::PalpatingHand& command, const anatomy::Atlas& atlas,
                const tissue::MaterialTable& materials, std::span<const tissue::TautBand> bands,
                RigidCorridor& corridor, palpation::FingerState& state) {
    const std::size_t count = command.grip == events::PadGrip::OnePad ? 1 : 2;
    if (state.pads.size() != count) {
        state.pads.assign(count, {});
        state.pad_depth.assign(count, 0.0);
    }
    for (std::size_t i = 0; i < count; ++i) {
        const double aside = count == 1 ? 0.0 : (i == 0 ? -0.5 : 0.5) * command.spread;
        const auto skin = atlas.skin_at(command.position + command.across * aside);
        if (!skin) {
            state.pads.clear();
            return;
        }
        palpation::PadContact& pad = state.pads[i];
        pad.centre = skin->point;
        pad.normal = skin->normal;
        const Vec3 along = command.across - skin->normal * dot(command.across, skin->normal);
        pad.across = normalised(along, skin->medial);
        corridor.ground[i] = corridor_ground(atlas, materials, bands, *skin);
    }
    if (const auto skin = atlas.skin_at(command.position)) state.position = skin->point;
    state.across = command.across;
    state.spread = command.spread;
    state.grip = command.grip;
}

// Force at a depth of the skin under the pad's middle.
double force_at(const CorridorGround& ground, double depth) {
    if (depth <= 0.0) return 0.0;
    return ground.stiffness_N_per_mm * depth /
           palpation::linear_share(kMeanDepth * depth, ground.under).value;
}

// A disc's pressure is highest in its middle (Hertz).
void spread_pressure(palpation::PadContact& pad) {
    constexpr int kHalf = palpation::kTaxelsAcross / 2;
    const double peak_kPa = 2e3 * pad.force_N / (det::kPi * kDisc * kDisc);
    pad.peak_pressure_kPa = peak_kPa;
    pad.contact_area_mm2 = pad.force_N > 0.0 ? det::kPi * kDisc * kDisc : 0.0;
    for (int row = 0; row < palpation::kTaxelsAcross; ++row) {
        for (int column = 0; column < palpation::kTaxelsAcross; ++column) {
            const double u = (column - kHalf) * palpation::kTaxelSize / kDisc;
            const double v = (row - kHalf) * palpation::kTaxelSize / kDisc;
            pad.taxel_kPa[static_cast<std::size_t>(row * palpation::kTaxelsAcross + column)] =
                peak_kPa * std::max(0.0, 1.0 - u * u - v * v);
        }
    }
}

void press(double press_N, const CorridorGround& ground, double& depth,
           palpation::PadContact& pad) {
    const double before_N = pad.force_N;
    depth += det::clamp((press_N - before_N) / kDamping, -kHandSpeed, kHandSpeed);
    depth = std::max(depth, 0.0);
    pad.force_N = force_at(ground, depth);
    pad.indentation = depth;
    constexpr double kStep = 0.05;
    pad.stiffness_N_per_mm = (force_at(ground, depth + kStep) - pad.force_N) / kStep;
    if (pad.force_N != before_N) spread_pressure(pad);
}

// What one line along the normal meets.
std::optional<CorridorGround> column_under(const anatomy::Atlas& atlas,
                                           const tissue::MaterialTable& materials,
                                           std::span<const tissue::TautBand> bands, const Vec3& at,
                                           const Vec3& normal) {
    constexpr double kOutside = 5.0;
    const auto line = atlas.layers_along(at + normal * kOutside, -normal, kSearched + kOutside);
    if (!line || line->spans.empty()) return std::nullopt;
    const Stack stack = stack_of(atlas, line->spans);
    CorridorGround ground;
    ground.under.whole = stack.ends;
    ground.under.fat = std::max(0.0, std::min(stack.fascia_top, stack.ends) - stack.skin);
    ground.under.below_fascia = std::max(0.0, stack.ends - stack.fascia_bottom);
    const double yields = compliance_of(atlas, materials, bands, *line, stack.ends);
    ground.stiffness_N_per_mm = kMembranes / std::max(yields, kLeastYield);
    return ground;
}

}  // namespace

CorridorGround corridor_ground(const anatomy::Atlas& atlas, const tissue::MaterialTable& materials,
                               std::span<const tissue::TautBand> bands,
                               const anatomy::SkinPoint& skin) {
    const Vec3 steps[] = {{}, skin.medial, -skin.medial, skin.caudal, -skin.caudal};
    CorridorGround ground{0.0, {0.0, 0.0, 0.0}};
    double columns = 0.0;
    for (const Vec3& step : steps) {
        const auto column =
            column_under(atlas, materials, bands, skin.point + step * kAside, skin.normal);
        if (!column) continue;
        columns += 1.0;
        ground.stiffness_N_per_mm += column->stiffness_N_per_mm;
        ground.under.whole += column->under.whole;
        ground.under.fat += column->under.fat;
        ground.under.below_fascia += column->under.below_fascia;
    }
    if (columns == 0.0) return {};
    ground.stiffness_N_per_mm /= columns;
    ground.under.whole /= columns;
    ground.under.fat /= columns;
    ground.under.below_fascia /= columns;
    return ground;
}

void step_fingers_in_corridor(const events::PalpatingHand& command, const anatomy::Atlas& atlas,
                              const tissue::MaterialTable& materials,
                              std::span<const tissue::TautBand> bands, RigidCorridor& corridor,
                              palpation::FingerState& state) {
    if (!command.is_on_patient) {
        state.pads.clear();
        state.pad_depth.clear();
        state.is_held = false;
        state.press_N = 0.0;
        return;
    }
    const events::PalpatingHand& asked = corridor.asked;
    const bool has_moved = asked.position != command.position || asked.across != command.across ||
                           asked.spread != command.spread || asked.grip != command.grip;
    if (state.pads.empty() || (has_moved && !command.is_held) || corridor.is_outdated)
        place_pads(command, atlas, materials, bands, corridor, state);
    corridor.asked = command;
    corridor.is_outdated = false;
    if (state.pads.empty()) return;
    state.is_held = command.is_held;
    state.press_N = std::clamp(command.press_N, 0.0, kHandForce);
    const double share = state.press_N / static_cast<double>(state.pads.size());
    for (std::size_t i = 0; i < state.pads.size(); ++i)
        press(share, corridor.ground[i], state.pad_depth[i], state.pads[i]);
}

double rise_over_band(const tissue::TautBand& band) {
    // The block's, at 12 mm over the scapula and at 17 mm over ribs, for a band 2.5 mm thick.
    constexpr double kRise_mm_per_kPa = 0.007;
    const double thick = band.radius / 2.5;
    return kRise_mm_per_kPa * thick * thick;
}

}  // namespace dryrun::session
