// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "lab/finger.h"

#include <algorithm>
#include <cmath>

#include "core/deterministic_math.h"

namespace dryrun::lab {
namespace {

using softbody::Strain;

// Of all nodal forces, of which the finger's is a small part: a hundred times as much made
// stiffness, which is between two presses 1.5 % apart, wrong by up to a fifth.
constexpr double kBalanced = 1e-8;
// Of the force asked for; what is left is put right by the slope.
constexpr double kForceOff = 5e-3;
constexpr double kSlopeStep = 0.015;   // of the depth
constexpr double kLongestStep = 0.25;  // of the finger's radius, from a state of balance
constexpr double kShortestStep = 1e-3;
// Of the radius: from as near as that every term of the bed's slope helps.
constexpr double kNear = 0.06;
constexpr int kMostTries = 200;
constexpr int kWedgeCells = 8;  // over the radius of contact

// One press after another, each from the last.
class Presser {
  public:
    Presser(const LayeredMesh& mesh, const Indenter& finger, const Start& start)
        : mesh_(mesh), finger_(finger), displacement_(start.displacement) {
        finger_.depth = start.depth;
        problem_.others.push_back(contact_energy(mesh, finger_));
        problem_.balanced = kBalanced;
    }
    // The bed's energy points at finger_.
    Presser(const Presser&) = delete;
    Presser& operator=(const Presser&) = delete;

    bool press(double depth) {
        const bool is_near =
            !displacement_.empty() && std::fabs(depth - finger_.depth) < kNear * finger_.radius;
        finger_.depth = depth;
        finger_.turns = is_near;
        auto state = softbody::balance(problem_, displacement_);
        if (!state && is_near) {
            finger_.turns = false;
            state = softbody::balance(problem_, displacement_);
        }
        if (!state) return false;
        const ContactSum sum = contact_sum(mesh_, finger_, state->displacement);
        // Skin that has slipped off the finger is in balance too.
        if (!(sum.force_N > 0.0)) return false;
        displacement_ = std::move(state->displacement);
        sum_ = sum;
        return true;
    }
    void begin_anew() { displacement_.clear(); }
    const ContactSum& sum() const { return sum_; }
    const std::vector<double>& displacement() const { return displacement_; }

  private:
    const LayeredMesh& mesh_;
    Indenter finger_;
    softbody::SolidProblem problem_{mesh_.solid, mesh_.holds, {}, {}, finger_.strain};
    std::vector<double> displacement_;
    ContactSum sum_;
};

struct Reading {
    double depth = 0.0;
    double force = 0.0;
    double peak = 0.0;  // kPa
};

double power_between(double a, double b, double of_a, double of_b) {
    return det::log(of_b / of_a) / det::log(b / a);
}

// Where the force should be met, by the power of depth that the last two readings follow.
double next_depth(const Reading& last, const Reading& before, double force, double power,
                  double longest) {
    if (!(last.force > 0.0)) return last.depth + longest;
    if (before.force > 0.0 && before.depth != last.depth)
        power = power_between(before.depth, last.depth, before.force, last.force);
    power = det::clamp(power, 0.7, 20.0);
    const double wanted = last.depth * det::exp(det::log(force / last.force) / power);
    return det::clamp(wanted, last.depth - longest, last.depth + longest);
}

// The press at exactly the force, between or beside two readings near it.
Press press_at(double force, const Reading& a, const Reading& b) {
    const double power = power_between(a.depth, b.depth, a.force, b.force);
    Press press;
    press.depth = a.depth * det::exp(det::log(force / a.force) / power);
    press.stiffness = power * force / press.depth;
    const double rising = power_between(a.force, b.force, a.peak, b.peak);
    press.peak_pressure_kPa = a.peak * det::exp(rising * det::log(force / a.force));
    return press;
}

bool makes_a_slope(const Reading& a, const Reading& b) {
    const double apart = std::fabs(a.depth / b.depth - 1.0);
    return a.force > 0.0 && b.force > 0.0 && apart > 0.5 * kSlopeStep && apart < 3.0 * kSlopeStep;
}

Error not_reached(double depth) {
    return Error{ErrorKind::BadInput,
                 "force_N: not reached; the tissue finds no balance beyond a depth of " +
                     fixed_text(depth, 2) + " mm",
                 "", "try a smaller force"};
}

double softest(const Layers& layers) {
    double least = 1e300;
    for (const Layer& layer : layers.layers)
        least = std::min(least, layer.material.isotropic.youngs);
    return least;
}

Layers without_fibres(Layers layers) {
    for (Layer& layer : layers.layers) layer.material.fibrous.reset();
    return layers;
}

// It gives by little of the depth, and by more than a facet of the mesh stands out.
double bed_for(const Layers& layers, double force, double contact, double cell) {
    const double pressure = force / (det::kPi * contact * contact);
    return std::max(25.0 * layers.layers.front().material.isotropic.youngs / cell,
                    200.0 * pressure / contact);
}

}  // namespace

double far_from(const Layers& layers, double contact) {
    if (layers.width) return 0.5 * *layers.width;
    return layers.is_deep ? 120.0 * std::max(contact, 0.02 * layers.thickness())
                          : 5.0 * std::max(contact, layers.thickness());
}

Grading downwards_from(double contact, double cell) {
    return {cell, 0.2, 2.0 * contact, 0.7};
}

double reach_of(double contact) {
    return 0.24 * contact;
}

Result<Press> press_to(const LayeredMesh& mesh, Indenter finger, double force, const Start& start) {
    Presser presser(mesh, finger, start);
    const double longest = kLongestStep * finger.radius;
    double depth = start.depth > 0.0 ? start.depth : 0.2 * longest;
    Reading last, before;
    for (int i = 0; i < kMostTries; ++i) {
        if (!presser.press(depth)) {
            if (last.depth == 0.0) presser.begin_anew();
            depth = last.depth + 0.5 * (depth - last.depth);
            if (std::fabs(depth - last.depth) < kShortestStep * finger.radius)
                return not_reached(last.depth);
            continue;
        }
        before = last;
        last = {depth, presser.sum().force_N, presser.sum().peak_pressure_kPa};
        if (std::fabs(last.force / force - 1.0) > kForceOff) {
            depth = next_depth(last, before, force, start.power, longest);
            continue;
        }
        Press press;
        press.displacement = presser.displacement();
        press.contact_radius = presser.sum().radius;
        press.map = presser.sum().map;
        if (!makes_a_slope(last, before)) {
            before = last;
            const double beside = depth * (1.0 + kSlopeStep);
            if (!presser.press(beside)) return not_reached(last.depth);
            last = {beside, presser.sum().force_N, presser.sum().peak_pressure_kPa};
        }
        const Press exact = press_at(force, before, last);
        press.depth = exact.depth;
        press.stiffness = exact.stiffness;
        press.peak_pressure_kPa = exact.peak_pressure_kPa;
        return press;
    }
    return not_reached(last.depth);
}

Result<Layout> lay_out(const Layers& layers, Indenter finger, double force) {
    const Layers plain = without_fibres(layers);
    double contact = 0.85 * finger.radius;
    if (finger.strain == Strain::Small)
        contact =
            std::max(1e-3 * finger.radius,
                     det::exp(det::log(0.5625 * force * finger.radius / softest(layers)) / 3.0));
    for (int i = 0;; ++i) {
        const double cell = contact / kWedgeCells;
        const double fine = 1.3 * contact;
        const double far = std::max(far_from(plain, contact), 1.5 * fine);
        const auto radii = even_then_graded(fine, 13 * kWedgeCells / 10, far, {cell, 0.5});
        Layout layout;
        layout.mesh = wedge_mesh(plain, radii, downwards_from(contact, cell), contact);
        finger.bed = layout.bed = bed_for(layers, force, contact, cell);
        auto press = press_to(layout.mesh, finger, force, {});
        if (!press) return press.error();
        const double ratio = press->contact_radius / contact;
        if ((ratio > 0.7 && ratio < 1.25) || i == 4) {
            layout.press = std::move(*press);
            return layout;
        }
        contact = std::max(press->contact_radius, 0.5 * cell);
    }
}

std::vector<double> displacement_in_box(const Layout& layout, const LayeredMesh& box,
                                        const Vec3& centre) {
    // The wedge's nodes by radius and height.
    const softbody::Solid& wedge = layout.mesh.solid;
    std::vector<double> radii, heights;
    for (std::size_t n = 0; n < wedge.points.size(); ++n) {
        const auto& place = wedge.places[n];
        if (place[1] != 0) continue;
        if (place[2] == 0) radii.push_back(wedge.points[n].x);
        if (place[0] == 0) heights.push_back(wedge.points[n].z);
    }
    const auto moved = [&](std::size_t i, std::size_t k) {
        const std::size_t n = 3 * (k * 2 * radii.size() + i);
        return Vec3{layout.press.displacement[n], 0.0, layout.press.displacement[n + 2]};
    };
    std::vector<double> all;
    for (const Vec3& point : box.solid.points) {
        const Vec3 away{point.x - centre.x, point.y - centre.y, 0.0};
        const double r = length(away);
        const auto [i, right] = between(radii, r);
        const auto [k, up] = between(heights, point.z);
        const Vec3 u = (moved(i, k) * (1 - right) + moved(i + 1, k) * right) * (1 - up) +
                       (moved(i, k + 1) * (1 - right) + moved(i + 1, k + 1) * right) * up;
        const Vec3 out = r > 0.0 ? away / r : Vec3{};
        const bool is_far = r > radii.back() || point.z < heights.front();
        for (const double x : {out.x * u.x, out.y * u.x, u.z}) all.push_back(is_far ? 0.0 : x);
    }
    return all;
}

}  // namespace dryrun::lab
