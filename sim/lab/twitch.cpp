// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A band that twitches in its layer: how far the skin above it rises. Slow against the tissue's
// own waves, so that each moment is in balance.
#include <algorithm>
#include <cmath>

#include "core/deterministic_math.h"
#include "lab/answer.h"
#include "lab/experiment.h"
#include "lab/inclusion.h"
#include "lab/layers.h"
#include "lab/session_block.h"

namespace dryrun::lab {
namespace {

using softbody::Strain;

constexpr double kCells = 3.0;            // over the band's radius
constexpr double kFarBonded = 4.0;        // times the layers' thickness, from the band's end
constexpr double kFarDeep = 10.0;         // times the band's depth and length
constexpr double kDeepest = 1.0 / 500.0;  // what box_mesh() wants to be told of a deep layer's end
constexpr int kLevels = 6;                // of activation, between which the skin's rise is smooth
constexpr double kShortestLevel = 1e-3;
constexpr double kBalanced = 1e-7;
constexpr double kStep_s = 0.005;

struct Twitch {
    Layers layers;
    Band band;
    double peak = 0.0;  // N/mm²
    double rise_s = 0.05;
    double decay_s = 0.1;
    std::optional<double> cell;
    Strain strain = Strain::Large;
    bool on_session_mesh = false;
};

Band read_band(JsonReader reader, const Layers& layers) {
    Band band;
    band.radius = reader.number("radius_mm", {1e-2, 1e4});
    band.length = reader.number("length_mm", {1e-2, 1e4});
    const double depth = reader.number("depth_mm", {0.0, 1e5});
    if (depth < band.radius) reader.fail("depth_mm", "the band reaches through the skin");
    if (!layers.is_deep && depth + band.radius > layers.thickness())
        reader.fail("depth_mm", "the band reaches through the base");
    if (layers.width && band.length > *layers.width)
        reader.fail("length_mm", "the band is longer than width_mm");
    if (layers.width && 2.0 * band.radius > *layers.width)
        reader.fail("radius_mm", "the band is wider than width_mm");
    reader.finish();
    band.centre = {0.0, 0.0, -depth};
    return band;
}

Twitch read_twitch(JsonReader& request) {
    Twitch twitch;
    twitch.strain = read_strain(request);
    twitch.on_session_mesh = asks_session_mesh(request);
    twitch.layers = read_layers(request);
    if (twitch.on_session_mesh) refuse_for_session(request, twitch.layers);
    twitch.band = read_band(request.object("band"), twitch.layers);
    twitch.peak = 1e-3 * request.number("peak_kPa", {0.0, 1e6});
    twitch.rise_s = request.number("rise_s", {1e-6, 1e4});
    twitch.decay_s = request.number("decay_s", {1e-6, 1e4});
    if (request.has("cell_mm")) twitch.cell = request.number("cell_mm", {1e-2, 1e3});
    request.finish();
    return twitch;
}

// From the middle outwards, or from one side to the other where nothing mirrors.
Cuts whole_or_half(std::vector<double> outwards, bool is_half) {
    Cuts cuts{std::move(outwards), is_half};
    if (is_half) return cuts;
    std::vector<double> both;
    for (std::size_t i = cuts.at.size(); i-- > 1;) both.push_back(-cuts.at[i]);
    both.insert(both.end(), cuts.at.begin(), cuts.at.end());
    cuts.at = std::move(both);
    return cuts;
}

LayeredMesh mesh_of(const Twitch& twitch) {
    const Band& band = twitch.band;
    const double depth = -band.centre.z, half = 0.5 * band.length;
    const double cell = twitch.cell ? *twitch.cell : band.radius / kCells;
    double far = twitch.layers.is_deep ? half + kFarDeep * (depth + band.length)
                                       : half + kFarBonded * twitch.layers.thickness();
    if (twitch.layers.width) far = 0.5 * *twitch.layers.width;
    // Fine where the pull begins and ends.
    const Grading along{1.3 * cell, 0.3, 3.0 * band.radius, 0.6};
    const Grading across{cell, 0.3, 3.0 * band.radius, 0.6};
    const auto xs = graded(0.0, far, std::max(0.0, half - 0.5 * band.radius), along);
    const double inner = std::min(1.2 * band.radius, 0.5 * far);
    const auto ys = even_then_graded(inner, static_cast<int>(std::ceil(inner / cell)), far, across);
    const bool is_half = twitch.layers.is_mirrored();
    return box_mesh(twitch.layers, whole_or_half(xs, is_half), whole_or_half(ys, is_half), across,
                    kDeepest * far, {depth});
}

int node_above_centre(const LayeredMesh& mesh) {
    const int top = mesh.solid.places.back()[2];
    int nearest = 0;
    double least = 1e300;
    for (int n = 0; n < static_cast<int>(mesh.solid.points.size()); ++n) {
        const Vec3& p = mesh.solid.points[static_cast<std::size_t>(n)];
        const double away = p.x * p.x + p.y * p.y;
        if (mesh.solid.places[static_cast<std::size_t>(n)][2] != top || !(away < least)) continue;
        least = away;
        nearest = n;
    }
    return nearest;
}

// The skin's rise at levels of activation from 0 to 1.
struct Risen {
    std::vector<double> levels{0.0};
    std::vector<double> rise{0.0};
    MeshSize size;

    // Through the four levels around.
    double at(double level) const {
        const std::size_t count = levels.size();
        const auto above = std::upper_bound(levels.begin(), levels.end(), level);
        const auto place = static_cast<std::size_t>(above - levels.begin());
        const std::size_t width = std::min<std::size_t>(4, count);
        const std::size_t first = std::min(place > 2 ? place - 2 : 0, count - width);
        double sum = 0.0;
        for (std::size_t i = first; i < first + width; ++i) {
            double part = rise[i];
            for (std::size_t k = first; k < first + width; ++k)
                if (k != i) part *= (level - levels[k]) / (levels[i] - levels[k]);
            sum += part;
        }
        return sum;
    }
};

void pull_with(softbody::Solid& solid, const std::vector<Pull>& pulls, double tension) {
    for (const Pull& pull : pulls) {
        softbody::SolidMaterial& material = solid.materials[pull.material];
        material = softbody::contracted(material, {1.0, 0.0, 0.0}, pull.share * tension);
    }
}

// From `last` on, `by` times as far as it went from `before`.
std::vector<double> onwards(const std::vector<double>& last, const std::vector<double>& before,
                            double by) {
    std::vector<double> on = last;
    for (std::size_t i = 0; i < on.size(); ++i) on[i] += by * (last[i] - before[i]);
    return on;
}

Result<Risen> raise(const Twitch& twitch) {
    LayeredMesh mesh = mesh_of(twitch);
    const std::size_t height = 3 * static_cast<std::size_t>(node_above_centre(mesh)) + 2;
    const auto pulls = add_pulls(mesh.solid, shares_of(mesh.solid, twitch.band));
    softbody::SolidProblem problem{mesh.solid, mesh.holds, {}, {}, twitch.strain};
    problem.balanced = kBalanced;
    Risen risen;
    risen.size = size_of(problem);
    std::vector<double> last(3 * mesh.solid.points.size(), 0.0), before = last;
    double step = twitch.strain == Strain::Small ? 1.0 : 1.0 / kLevels;
    while (risen.levels.back() < 1.0) {
        const double from = risen.levels.back();
        const double level = from + step > 1.0 - 1e-9 ? 1.0 : from + step;
        pull_with(mesh.solid, pulls, level * twitch.peak);
        const std::size_t known = risen.levels.size();
        const double by = known > 1 ? (level - from) / (from - risen.levels[known - 2]) : 0.0;
        auto state = softbody::balance(problem, onwards(last, before, by));
        if (!state) state = softbody::balance(problem, last);
        if (!state) {
            step *= 0.5;
            if (step < kShortestLevel)
                return Error{ErrorKind::BadInput,
                             "peak_kPa: the tissue finds no balance beyond " +
                                 fixed_text(1e3 * from * twitch.peak, 3) + " kPa",
                             "", "try a weaker twitch"};
            continue;
        }
        before = std::move(last);
        last = std::move(state->displacement);
        risen.levels.push_back(level);
        risen.rise.push_back(last[height]);
    }
    return risen;
}

// A session's band is a rod in its block, whose pull displaces the skin in proportion.
Result<Risen> raise_on_session_mesh(const Twitch& twitch) {
    tissue::TautBand band;
    band.radius = twitch.band.radius;
    band.stiffness_ratio = 1.0;
    const double half = 0.5 * twitch.band.length;
    for (const double x : {-half, half})
        band.centreline.push_back(in_body(twitch.band.centre + Vec3{x, 0.0, 0.0}));
    band.nodule = in_body(twitch.band.centre);
    const auto site = session_site(twitch.layers, {band});
    if (!site) return site.error();
    const auto inward = (*site)->surface_response_to_band(0);
    Risen risen;
    risen.size = size_of(**site);
    risen.levels.push_back(1.0);
    risen.rise.push_back(-kPa(twitch.peak) * inward[inward.size() / 2]);
    return risen;
}

double activation(const Twitch& twitch, double time_s) {
    if (time_s < twitch.rise_s) return 0.5 * (1.0 - det::cos(det::kPi * time_s / twitch.rise_s));
    return det::exp(-(time_s - twitch.rise_s) / twitch.decay_s);
}

// Moments of rise and decay, close enough to draw straight lines between.
std::vector<double> moments(const Twitch& twitch) {
    const double decaying = 5.0 * twitch.decay_s;
    const auto steps = [](double duration, int least) {
        const double wanted = det::clamp(duration / kStep_s, 0.0, 2000.0);
        return std::max(least, static_cast<int>(std::ceil(wanted)));
    };
    std::vector<double> times = even(twitch.rise_s, steps(twitch.rise_s, 20));
    const auto after = even(decaying, steps(decaying, 100));
    for (std::size_t i = 1; i < after.size(); ++i) times.push_back(twitch.rise_s + after[i]);
    return times;
}

}  // namespace

Result<Json> run_twitch(JsonReader& request, const softbody::Scale& scale) {
    Stopwatch watch;
    Twitch twitch = read_twitch(request);
    twitch.layers.stiffness_scale = scale.elements;
    if (!request.status()) return request.status().error();
    watch.setup_ends();
    const auto risen = twitch.on_session_mesh ? raise_on_session_mesh(twitch) : raise(twitch);
    if (!risen) return risen.error();
    Json curve = Json::array();
    double largest = 0.0;
    for (const double time_s : moments(twitch)) {
        const double rise = risen->at(activation(twitch, time_s));
        if (std::fabs(rise) > std::fabs(largest)) largest = rise;
        curve.push_back({time_s, rise});
    }
    return with_size(Json{{"skin_displacement_mm", largest}, {"curve", curve}}, risen->size, watch);
}

}  // namespace dryrun::lab
