// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/chart_net.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <optional>

#include "anatomy/tendon.h"

namespace dryrun::anatomy {
namespace {

constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

// Which of the parts are there.
PartBits held_at(const BackModel& model, PartBits parts, const ChartLattice::Node& node) {
    PartBits held = 0;
    if (!model.region.contains(node.at.u, node.at.v)) return held;
    for (PartBits left = parts; left != 0; left &= left - 1) {
        const PartBit part = std::countr_zero(left);
        const auto i = static_cast<std::size_t>(part);
        bool is_held = true;
        if (part >= kMostSurfaces) {
            is_held = model.deep[i - kMostSurfaces].extent.contains(node.at.u, node.at.v);
        } else if (model.layers[i].row != nullptr) {
            is_held = node.heights[i + 1] - node.heights[i] >= kThinnestSheet &&
                      -node.at.u >= model.layers[i].medial_within;
        }
        if (is_held) held |= one_part(part);
    }
    return held;
}

// Whether a surface at m stands off the line between a and b, square to that line.
bool stands_off(int surface, const ChartLattice::Node& m, const ChartLattice::Node& a,
                const ChartLattice::Node& b, double most) {
    const Vec3 from = a.on(surface);
    const Vec3 along = b.on(surface) - from;
    const double up = dot(m.out, m.on(surface) - from - along * 0.5);
    const double rise = dot(m.out, along);
    return up * up * (dot(along, along) - rise * rise) > most * most * dot(along, along);
}

// Whether a triangle looks against the surface itself at most of its corners. Only steep ones may.
bool is_turned(const BackModel& model, int surface, const ChartLattice::Node& a,
               const ChartLattice::Node& b, const ChartLattice::Node& c) {
    constexpr double kSteep = 0.3;  // cosine of 73 degrees
    const Vec3 from = a.on(surface);
    const Vec3 normal = cross(b.on(surface) - from, c.on(surface) - from);
    const double up = dot(normal, a.out);
    if (up > 0.0 && up * up > kSteep * kSteep * dot(normal, normal)) return false;
    if (surface < 0) return up <= 0.0;
    int against = 0;
    for (const ChartLattice::Node* node : {&a, &b, &c})
        against +=
            dot(surface_normal(model, surface, node->at.u, node->at.v), normal) < 0.0 ? 1 : 0;
    return against >= 2;
}

// Fascia and ligament, whose outlines on muscle a picture shows.
bool is_pale(const BackModel& model, PartBit part) {
    if (part >= kMostSurfaces) return false;
    const Layer& layer = model.layers[static_cast<std::size_t>(part)];
    return layer.row != nullptr && layer.row->tissue == Tissue::Tendon;
}

// Of every layer at a place where it is there; -1 where none is known.
std::array<float, kMostSurfaces> tendons_at(const BackModel& model,
                                            const ChartLattice::Node& node) {
    std::array<float, kMostSurfaces> tendons;
    tendons.fill(-1.0F);
    for (std::size_t k = kFirstSheet; k < model.layers.size(); ++k) {
        const Layer& layer = model.layers[k];
        if ((node.held >> k & 1u) == 0 || !has_tendon(layer)) continue;
        const std::optional<FibrePlace> place = layer.footprint->find(-node.at.u, node.at.v);
        if (place) tendons[k] = static_cast<float>(tendon_share(model, layer, *place));
    }
    return tendons;
}

}  // namespace

PartFaces faces_of(const BackModel& model, PartBit part) {
    if (part < kMostSurfaces) return {part - 1, part};
    const DeepPart& deep = model.deep[static_cast<std::size_t>(part - kMostSurfaces)];
    return {deep.first - 1, deep.last};
}

bool is_there(const BackModel& model, PartBit part, const ChartPlace& right) {
    if (!model.region.contains(right.u, right.v)) return false;
    if (part >= kMostSurfaces) {
        const auto deep = static_cast<std::size_t>(part - kMostSurfaces);
        return model.deep[deep].extent.contains(right.u, right.v);
    }
    const Layer& layer = model.layers[static_cast<std::size_t>(part)];
    if (layer.row == nullptr) return true;
    return -right.u >= layer.medial_within &&
           model.stack.thickness_below(part, right.u, right.v) >= double{kThinnestSheet};
}

bool ChartLattice::has(const Knot& k) const {
    return k.i >= 0 && k.i < columns_ && k.j >= 0 && k.j < rows_;
}

bool ChartLattice::exists(const Knot& k) const {
    return has(k) && number_[index(k)] != kNone;
}

std::size_t ChartLattice::index(const Knot& k) const {
    return static_cast<std::size_t>(k.j) * static_cast<std::size_t>(columns_) +
           static_cast<std::size_t>(k.i);
}

template <class Visit>
void ChartLattice::visit_square_middles(int s, const Visit& visit) const {
    for (int j = s; j < rows_; j += 2 * s) {
        for (int i = s; i < columns_; i += 2 * s) {
            // Its diagonal joins the corners that lie alike in the squares of 4 s.
            const bool rises = ((i - s) / (2 * s) + (j - s) / (2 * s)) % 2 == 0;
            const Knot by{s, rises ? s : -s};
            visit(Middle{{i, j}, by, {s, -by.j}});
        }
    }
}

template <class Visit>
void ChartLattice::visit_side_middles(int s, const Visit& visit) const {
    for (int j = 0; j < rows_; j += s) {
        for (int i = j / s % 2 == 0 ? s : 0; i < columns_; i += 2 * s) {
            const Knot by = i / s % 2 == 1 ? Knot{s, 0} : Knot{0, s};
            visit(Middle{{i, j}, by, {by.j, by.i}});
        }
    }
}

ChartLattice::Node& ChartLattice::make(const Knot& k) {
    std::uint32_t& number = number_[index(k)];
    if (number != kNone) return nodes_[number];
    number = static_cast<std::uint32_t>(nodes_.size());
    Node& node = nodes_.emplace_back();
    // The chart may not go on beyond the grid.
    const ChartGrid& half = model_.stack.half();
    const double u = std::max(-step_ * k.i, half.first_u);
    const double v = std::min(half.first_v + step_ * k.j, half.v(half.rows - 1));
    node.at = {u, v};
    node.foot = model_.chart.from_chart({u, v, 0.0});
    node.out = model_.chart.from_chart({u, v, 1.0}) - node.foot;
    model_.stack.estimate(model_.stack.locate(u, v), node.heights.data() + 1);
    // Before the vertebral bodies the stack begins at the chart's floor: something lies between.
    constexpr float kLeast = 0.5F;
    node.heights[0] =
        std::min(static_cast<float>(model_.chart.deepest(u, v)), node.heights[1] - kLeast);
    node.held = held_at(model_, parts_, node);
    if (fineness_.draws_tendons) tendons_.push_back(tendons_at(model_, node));
    return node;
}

// Where the border that a picture draws, at about a half, would not be straight between a and b.
bool ChartLattice::is_tendon_border(PartBit part, const Knot& m, const Knot& a,
                                    const Knot& b) const {
    constexpr float kDrawnFrom = 0.3F;
    constexpr float kDrawnTo = 0.7F;
    constexpr float kMostOff = 0.1F;
    const auto of = [&](const Knot& k) {
        return tendons_[number_[index(k)]][static_cast<std::size_t>(part)];
    };
    const float at_m = of(m);
    const float at_a = of(a);
    const float at_b = of(b);
    if (at_m < 0.0F || at_a < 0.0F || at_b < 0.0F) return false;
    if (std::max({at_m, at_a, at_b}) < kDrawnFrom) return false;
    if (std::min({at_m, at_a, at_b}) > kDrawnTo) return false;
    return std::fabs(at_m - 0.5F * (at_a + at_b)) > kMostOff;
}

// Of the two triangles with a side of which this is the middle.
bool ChartLattice::is_turned_at(int surface, const Middle& middle) const {
    // Counter-clockwise on the lattice, which is seen from outside where u goes to the right.
    const int turn = middle.by.i * middle.aside.j - middle.by.j * middle.aside.i;
    const Node& a = at(middle.at - middle.by);
    const Node& b = at(middle.at + middle.by);
    const Knot left = turn > 0 ? middle.at + middle.aside : middle.at - middle.aside;
    const Knot right = turn > 0 ? middle.at - middle.aside : middle.at + middle.aside;
    return (exists(left) && is_turned(model_, surface, a, b, at(left))) ||
           (exists(right) && is_turned(model_, surface, b, a, at(right)));
}

// A part wants a point where it cuts an outline off, its faces stand off the side, or triangles
// might turn over; finer than surfaces are followed, for these alone.
void ChartLattice::want(const Middle& middle, int s) {
    constexpr double kMostWithin = 4.0;
    constexpr double kAny = 1e9;
    const bool follows = s * step_ > 0.7 * fineness_.finest;
    const double bow = follows ? fineness_.bow : kAny;
    const double bow_within = fineness_.is_cover ? std::max(kMostWithin, bow) : bow;
    const Knot a = middle.at - middle.by;
    const Knot b = middle.at + middle.by;
    for (const Knot& k : {a, b, middle.at}) make(k);
    const Node& at_a = at(a);
    const Node& at_b = at(b);
    Node& at_m = make(middle.at);
    const PartBits some = at_m.held | at_a.held | at_b.held;
    const PartBits all = at_m.held & at_a.held & at_b.held;
    if (is_outline(s)) at_m.wanted |= some & ~all;
    if (follows) at_m.wanted |= some & ~all & pale_;
    for (PartBits left = some & ~at_m.wanted; left != 0; left &= left - 1) {
        const PartBit part = std::countr_zero(left);
        const PartFaces& between = faces(part);
        const bool is_wanted = stands_off(between.top, at_m, at_a, at_b, bow) ||
                               stands_off(between.bottom, at_m, at_a, at_b, bow_within) ||
                               is_turned_at(between.top, middle) ||
                               is_turned_at(between.bottom, middle) ||
                               (follows && fineness_.draws_tendons && part < kMostSurfaces &&
                                is_tendon_border(part, middle.at, a, b));
        if (is_wanted) at_m.wanted |= one_part(part);
    }
}

// A surface that bends little over the triangles round a point bends less over their halves.
void ChartLattice::want_where_parents_are(const Middle& middle, int s) {
    PartBits by_parents = 0;
    for (const Knot& parent : {middle.at - middle.aside, middle.at + middle.aside}) {
        if (exists(parent)) by_parents |= at(parent).wanted;
    }
    if (by_parents != 0) want(middle, s);
}

// What is wanted wants the points that halve the triangles it lies in.
void ChartLattice::pass_on(const Middle& middle) {
    const std::uint32_t number = number_[index(middle.at)];
    if (number == kNone || nodes_[number].wanted == 0) return;
    for (const Knot& parent : {middle.at - middle.aside, middle.at + middle.aside}) {
        if (!has(parent)) continue;
        const PartBits wanted = nodes_[number].wanted;
        make(parent).wanted |= wanted;
    }
}

ChartLattice::ChartLattice(const BackModel& model, PartBits parts, const NetFineness& fineness)
    : model_(model),
      parts_(parts),
      fineness_(fineness),
      step_(std::min(fineness.finest, fineness.turned)),
      per_square_(static_cast<int>(fineness.coarsest / step_)) {
    DRYRUN_ASSERT(kMostSurfaces + model.deep.size() <= faces_.size());
    for (PartBits left = parts; left != 0; left &= left - 1) {
        const PartBit part = std::countr_zero(left);
        if (fineness.draws_tendons && is_pale(model, part)) pale_ |= one_part(part);
        faces_[static_cast<std::size_t>(part)] = faces_of(model, part);
    }
    const ChartGrid& half = model.stack.half();
    const auto squares = [&](double room) {
        return static_cast<int>(std::ceil(room / fineness.coarsest));
    };
    across_ = squares(-half.first_u);
    up_ = squares(half.v(half.rows - 1) - half.first_v);
    columns_ = across_ * per_square_ + 1;
    rows_ = up_ * per_square_ + 1;
    number_.assign(static_cast<std::size_t>(columns_) * static_cast<std::size_t>(rows_), kNone);
    for (int j = 0; j < rows_; j += per_square_)
        for (int i = 0; i < columns_; i += per_square_) make({i, j});
    for (int s = per_square_ / 2; s >= 1; s /= 2) {
        // Finer than outlines and half the stack's own nodes, only where coarser triangles bow.
        const bool asks_all =
            is_outline(s) || (2.0 * s * step_ >= half.step && s * step_ > 0.7 * fineness.finest);
        const auto ask = [&](const Middle& middle) {
            asks_all ? want(middle, s) : want_where_parents_are(middle, s);
        };
        visit_square_middles(s, ask);
        visit_side_middles(s, ask);
    }
    for (int s = 1; 2 * s <= per_square_; s *= 2) {
        const auto pass = [&](const Middle& middle) { pass_on(middle); };
        visit_side_middles(s, pass);
        visit_square_middles(s, pass);
    }
}

// The triangle with the longest side from a to b, counter-clockwise on the lattice.
template <class Emit>
void ChartLattice::descend(const Knot& a, const Knot& b, const Knot& top, PartBits parts,
                           const Emit& emit) const {
    const bool is_finest = std::abs(a.i - b.i) + std::abs(a.j - b.j) <= 1;
    const bool can_halve = (a.i + b.i) % 2 == 0 && (a.j + b.j) % 2 == 0;
    const Knot m{(a.i + b.i) / 2, (a.j + b.j) / 2};
    const auto is_wanted = [&] {
        const std::uint32_t number = number_[index(m)];
        return number != kNone && (nodes_[number].wanted & parts) != 0;
    };
    if (is_finest || !can_halve || !is_wanted()) {
        emit(a, b, top);
        return;
    }
    descend(top, a, m, parts, emit);
    descend(b, top, m, parts, emit);
}

std::vector<ChartLattice::Triangle> ChartLattice::net_of(PartBits parts) const {
    std::vector<Triangle> triangles;
    const auto emit = [&](const Knot& a, const Knot& b, const Knot& c) {
        const Triangle triangle{number_[index(a)], number_[index(b)], number_[index(c)]};
        PartBits held = 0;
        for (const std::uint32_t n : triangle) held |= nodes_[n].held;
        if ((held & parts) != 0) triangles.push_back(triangle);
    };
    for (int y = 0; y < up_; ++y) {
        for (int x = 0; x < across_; ++x) {
            const Knot low{x * per_square_, y * per_square_};
            const Knot corners[4] = {low, low + Knot{per_square_, 0},
                                     low + Knot{per_square_, per_square_},
                                     low + Knot{0, per_square_}};
            const std::size_t first = (x + y) % 2 == 0 ? 0 : 1;  // where a diagonal begins
            const Knot& from = corners[first];
            const Knot& to = corners[first + 2];
            descend(from, to, corners[(first + 3) % 4], parts, emit);
            descend(to, from, corners[first + 1], parts, emit);
        }
    }
    return triangles;
}

}  // namespace dryrun::anatomy
