// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// The needle's shaft alone: bent by its tip, its hand and springs along it, or pushed until it
// gives way.
#include <algorithm>
#include <cmath>

#include "lab/answer.h"
#include "lab/experiment.h"
#include "softbody/elastica.h"

namespace dryrun::lab {
namespace {

using softbody::BeamEnds;
using softbody::Wire;
using softbody::WireLoad;
using softbody::WireState;

void read_needle(JsonReader reader, Wire& wire) {
    wire.length = reader.number("length_mm", {0.1, 1e4});
    const double diameter = reader.number("diameter_mm", {1e-3, 10.0});
    const double youngs_GPa = reader.number("youngs_GPa", {1e-6, 1e4});
    reader.finish();
    wire.bending_stiffness = softbody::bending_stiffness(youngs_GPa, diameter);
}

BeamEnds read_ends(JsonReader& request) {
    if (!request.has("ends")) return BeamEnds::ClampedFree;
    const std::string ends = request.choice(
        "ends", {"clamped-free", "clamped-pinned", "clamped-clamped", "pinned-pinned"});
    if (ends == "clamped-pinned") return BeamEnds::ClampedPinned;
    if (ends == "clamped-clamped") return BeamEnds::ClampedClamped;
    return ends == "pinned-pinned" ? BeamEnds::PinnedPinned : BeamEnds::ClampedFree;
}

void read_foundation(JsonReader& request, Wire& wire) {
    if (!request.has("foundation")) return;
    for (JsonReader& part : request.list("foundation")) {
        softbody::Foundation one;
        one.from = part.number("from_mm", {0.0, wire.length});
        one.to = part.number("to_mm", {0.0, wire.length});
        one.stiffness = part.number("N_per_mm2", {0.0, 1e6});
        if (one.to < one.from) part.fail("to_mm", "lies before from_mm");
        part.finish();
        wire.foundation.push_back(one);
    }
}

WireLoad read_load(JsonReader& request, const Wire& wire) {
    WireLoad load;
    if (request.has("tip_force_N")) {
        const auto force = request.numbers("tip_force_N", {-1e6, 1e6});
        if (force.size() == 2) {
            load.lateral_N = force[0];
            load.axial_N = force[1];
        } else {
            request.fail("tip_force_N", "wanted [lateral, axial]");
        }
    }
    if (request.has("shortening_mm")) {
        load.shortening = request.number("shortening_mm", {1e-9, 1.9 * wire.length});
        if (load.axial_N != 0.0)
            request.fail("shortening_mm", "an axial tip force stands beside it");
    }
    load.hand_offset = request.number_or("handle_mm", 0.0, {-1e4, 1e4});
    return load;
}

double largest(const std::vector<double>& values) {
    double most = 0.0;
    for (const double v : values)
        if (std::fabs(v) > std::fabs(most)) most = v;
    return most;
}

}  // namespace

Result<Json> run_beam(JsonReader& request, const softbody::Scale& scale) {
    Stopwatch watch;
    Wire wire;
    wire.is_small = read_strain(request) == softbody::Strain::Small;
    read_needle(request.object("needle"), wire);
    wire.stiffness_scale = scale.beam;
    wire.ends = read_ends(request);
    read_foundation(request, wire);
    const WireLoad load = read_load(request, wire);
    const std::vector<double> places =
        request.has("at_mm") ? request.numbers("at_mm", {0.0, wire.length}) : std::vector<double>();
    request.finish();
    if (!request.status()) return request.status().error();
    watch.setup_ends();
    const auto state = softbody::bend(wire, load);
    if (!state) return state.error();
    Json answer;
    answer["tip_displacement_mm"] = {state->deflection.back(), state->tip_approach};
    answer["axial_force_N"] = state->axial_N;
    answer["handle_force_N"] = state->hand_force_N;
    answer["root_moment_Nmm"] = state->root_moment_Nmm;
    answer["max_deflection_mm"] = largest(state->deflection);
    answer["deflection_mm"] = Json::array();
    for (const double at : places) answer["deflection_mm"].push_back(state->deflection_at(at));
    const int arcs = static_cast<int>(state->at.size()) - 1;
    return with_size(answer, {arcs, arcs + 1}, watch);
}

Result<Json> run_buckle(JsonReader& request, const softbody::Scale& scale) {
    Stopwatch watch;
    Wire wire;
    read_needle(request.object("needle"), wire);
    wire.stiffness_scale = scale.beam;
    wire.ends = read_ends(request);
    request.finish();
    if (!request.status()) return request.status().error();
    watch.setup_ends();
    const double force = softbody::critical_force(wire);
    return with_size({{"critical_force_N", force}}, {softbody::kWireArcs, softbody::kWireArcs + 1},
                     watch);
}

}  // namespace dryrun::lab
