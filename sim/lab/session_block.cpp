// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "lab/session_block.h"

#include <algorithm>
#include <cmath>

#include "core/deterministic_math.h"
#include "palpation/squeeze.h"
#include "softbody/dense_lu.h"
#include "tissue/layered_body.h"

namespace dryrun::lab {
namespace {

constexpr double kCell = 5.0;        // of the session's mesh under hands
constexpr double kPart = 0.5;        // mm of skin, of which contact is summed up
constexpr double kBedOfCell = 25.0;  // as in indent.cpp: gives by little under a finger
constexpr int kMostRounds = 60;
constexpr double kSettled = 1e-9;  // mm

Json quantity(double value) {
    return {{"value", value}, {"grade", "A"}, {"source", "told to the bench"}};
}

// A row of a material table. Fibres follow the session's law: as hard to compress as `poisson`
// says.
Json row_of(const std::string& name, const Material& material, double scale) {
    Json row{{"name", name},
             {"youngs_kPa", quantity(scale * kPa(material.isotropic.youngs))},
             {"poisson", quantity(material.isotropic.poisson)}};
    if (material.fibrous) {
        row["fibre_youngs_kPa"] = quantity(scale * kPa(material.fibrous->along));
        row["fibre_shear_kPa"] = quantity(scale * kPa(material.fibrous->shear));
    }
    return row;
}

std::string name_of(std::size_t layer) {
    return "layer" + std::to_string(layer);
}

// A session's levels follow skin and deep fascia and lie on bone: the first of several layers is
// taken for skin, and the last has its upper face where a fascia would lie unless one is named so.
tissue::LayeredBody body_of(const Layers& layers) {
    std::vector<tissue::FlatLayer> flat;
    const std::size_t count = layers.layers.size();
    bool has_fascia = false;
    for (std::size_t i = 0; i < count; ++i) {
        const Layer& layer = layers.layers[i];
        const bool is_fascia = i > 0 && i + 1 < count && layer.name == "fascia";
        has_fascia = has_fascia || is_fascia;
        if (i > 0 && i + 1 == count && !has_fascia)
            flat.push_back({"fascia", anatomy::Tissue::Fascia, 0.0, {1.0, 0.0, 0.0}});
        const bool is_skin = i == 0 && count > 1 && !layer.material.fibrous;
        const anatomy::Tissue tissue = is_skin     ? anatomy::Tissue::Skin
                                       : is_fascia ? anatomy::Tissue::Fascia
                                                   : anatomy::Tissue::Muscle;
        flat.push_back({name_of(i), tissue, layer.thickness, in_body(layer.material.fibre)});
    }
    if (!layers.is_deep) flat.push_back({"bone", anatomy::Tissue::Bone, 1.0, {1.0, 0.0, 0.0}});
    return tissue::flat_body(std::move(flat));
}

// No membranes, and bands like the tissue they lie in. Errors: what a session's table refuses.
Result<tissue::MaterialTable> table_of(const Layers& layers) {
    Json rows = Json::array();
    for (std::size_t i = 0; i < layers.layers.size(); ++i)
        rows.push_back(row_of(name_of(i), layers.layers[i].material, layers.stiffness_scale));
    const Material& plain = layers.layers.front().material;
    for (const char* name : {"taut_band", "trigger_point"})
        rows.push_back(row_of(name, plain, layers.stiffness_scale));
    for (int tissue = 0; tissue <= static_cast<int>(anatomy::Tissue::Other); ++tissue)
        rows.push_back(row_of(std::string(anatomy::name_of(static_cast<anatomy::Tissue>(tissue))),
                              plain, layers.stiffness_scale));
    const Json needle{{"reference_diameter_mm", quantity(0.25)},
                      {"puncture_exponent", quantity(1.0)},
                      {"cutting_exponent", quantity(1.0)},
                      {"friction_exponent", quantity(1.0)}};
    const Json table{{"schema", 1}, {"needle", needle}, {"materials", rows}};
    return tissue::MaterialTable::parse(table.dump(), "layers, for a session's block");
}

// A part of the skin with the points of the patch that carry it.
struct Part {
    int points[4] = {};
    double weights[4] = {};
    double area = 0.0;
    double gap = 0.0;
};

Result<std::vector<Part>> parts_of(const tissue::Site& site, const Indenter& indenter) {
    const bool is_flat = indenter.shape == Shape::Flat;
    const double reach =
        is_flat ? indenter.radius + kPart
                : std::min(indenter.radius, std::sqrt(2.0 * indenter.radius * indenter.depth));
    const int half = static_cast<int>(std::ceil(reach / kPart));
    std::vector<Part> parts;
    for (int j = -half; j < half; ++j) {
        for (int i = -half; i < half; ++i) {
            const double x = (i + 0.5) * kPart, y = (j + 0.5) * kPart;
            Part part;
            const double share = is_flat ? part_under_punch(x, y, kPart, indenter.radius) : 1.0;
            part.area = kPart * kPart * share;
            part.gap = is_flat ? 0.0 : 0.5 * (x * x + y * y) / indenter.radius;
            if (part.area <= 0.0 || part.gap >= indenter.depth) continue;
            const Vec3 at = in_body({x + indenter.centre.x, y + indenter.centre.y, 0.0});
            if (!site.surface_weights(at, part.points, part.weights))
                return bad_input("indenter.radius_mm",
                                 "reaches beyond the skin that the session's block covers");
            parts.push_back(part);
        }
    }
    return parts;
}

// The points that carry the parts, and how far each gives under a load on another.
struct Carried {
    std::vector<int> points;
    std::vector<int> number;  // of each point of the patch among them, or −1
    std::vector<double> compliance;
};
Carried carried_by(const tissue::Site& site, const std::vector<Part>& parts) {
    Carried carried;
    carried.number.assign(static_cast<std::size_t>(site.surface_count()), -1);
    for (const Part& part : parts)
        for (const int point : part.points) carried.number[static_cast<std::size_t>(point)] = 0;
    for (std::size_t p = 0; p < carried.number.size(); ++p) {
        if (carried.number[p] < 0) continue;
        carried.number[p] = static_cast<int>(carried.points.size());
        carried.points.push_back(static_cast<int>(p));
    }
    for (const int i : carried.points)
        for (const int j : carried.points)
            carried.compliance.push_back(site.surface_compliance(i, j));
    return carried;
}

double at_part(const Part& part, const Carried& carried, const std::vector<double>& on_points) {
    double sum = 0.0;
    for (std::size_t k = 0; k < 4; ++k)
        sum += part.weights[k] * on_points[static_cast<std::size_t>(
                                     carried.number[static_cast<std::size_t>(part.points[k])])];
    return sum;
}

// Equivalent loads on the points and their fall with displacement, for parts that touch at `v`.
struct Linear {
    std::vector<double> load, slope;
};
Linear linearise(const std::vector<Part>& parts, const Carried& carried, const Indenter& indenter,
                 const tissue::UnderSkin& under, const std::vector<double>& v) {
    const std::size_t n = carried.points.size();
    Linear linear{std::vector<double>(n, 0.0), std::vector<double>(n * n, 0.0)};
    for (const Part& part : parts) {
        const double moved = at_part(part, carried, v);
        if (indenter.depth - part.gap - moved <= 0.0) continue;
        const bool is_small = indenter.strain == softbody::Strain::Small;
        const double share = is_small ? 1.0 : palpation::linear_share(moved, under).value;
        const double stiff = indenter.bed * part.area * share;
        for (std::size_t a = 0; a < 4; ++a) {
            const auto i =
                static_cast<std::size_t>(carried.number[static_cast<std::size_t>(part.points[a])]);
            linear.load[i] += stiff * part.weights[a] * (indenter.depth - part.gap);
            for (std::size_t b = 0; b < 4; ++b) {
                const auto j = static_cast<std::size_t>(
                    carried.number[static_cast<std::size_t>(part.points[b])]);
                linear.slope[i * n + j] += stiff * part.weights[a] * part.weights[b];
            }
        }
    }
    return linear;
}

// v = C (load − slope v)
bool displace(const Carried& carried, const Linear& linear, std::vector<double>& v) {
    const std::size_t n = carried.points.size();
    std::vector<double> matrix(n * n, 0.0);
    v.assign(n, 0.0);
    for (std::size_t i = 0; i < n; ++i) {
        matrix[i * n + i] = 1.0;
        for (std::size_t k = 0; k < n; ++k) {
            const double give = carried.compliance[i * n + k];
            v[i] += give * linear.load[k];
            for (std::size_t j = 0; j < n; ++j) matrix[i * n + j] += give * linear.slope[k * n + j];
        }
    }
    return softbody::solve_general(matrix, n, v);
}

}  // namespace

bool asks_session_mesh(JsonReader& request) {
    if (!request.has("mesh")) return false;
    request.choice("mesh", {"session"});
    return true;
}

void refuse_for_session(JsonReader& request, const Layers& layers) {
    if (layers.width)
        request.fail("width_mm", "a session's block has no fixed sides: leave it or mesh out");
    for (const Layer& layer : layers.layers)
        if (layer.material.stiffening > 0.0)
            request.fail("layers",
                         "a session's tissue stiffens by its own law only: leave "
                         "stiffening or mesh out");
}

Result<std::shared_ptr<const tissue::Site>> session_site(
    const Layers& layers, const std::vector<tissue::TautBand>& bands) {
    const auto table = table_of(layers);
    if (!table) return table.error();
    return tissue::Site::make_in(body_of(layers), *table, bands, {});
}

MeshSize size_of(const tissue::Site& site) {
    return {site.element_count(), site.degrees_of_freedom()};
}

Vec3 in_body(const Vec3& on_bench) {
    return {on_bench.x, on_bench.z, -on_bench.y};
}
Vec3 on_bench(const Vec3& in_body) {
    return {in_body.x, -in_body.z, in_body.y};
}

Result<SessionPress> press_session(const Layers& layers, const tissue::Site& site,
                                   const Indenter& wanted) {
    Indenter indenter = wanted;
    indenter.bed = kBedOfCell * layers.layers.front().material.isotropic.youngs / kCell;
    const auto parts = parts_of(site, indenter);
    if (!parts) return parts.error();
    const Carried carried = carried_by(site, *parts);
    const tissue::UnderSkin& under = site.under_surface(site.surface_count() / 2);
    std::vector<double> v(carried.points.size(), 0.0), before;
    Linear linear;
    double change = 1.0;
    for (int round = 0; round < kMostRounds && change > kSettled; ++round) {
        before = v;
        linear = linearise(*parts, carried, indenter, under, before);
        if (!displace(carried, linear, v)) break;
        change = 0.0;
        for (std::size_t i = 0; i < v.size(); ++i)
            change = std::max(change, std::fabs(v[i] - before[i]));
    }
    if (change > kSettled)
        return Error{ErrorKind::Internal, "the skin finds no balance under the indenter", "", ""};
    SessionPress press;
    double area = 0.0;
    for (const Part& part : *parts) {
        const double sunk = indenter.depth - part.gap - at_part(part, carried, v);
        if (sunk <= 0.0) continue;
        press.contact.force_N += indenter.bed * part.area * sunk;
        area += part.area;
    }
    press.contact.radius = std::sqrt(area / det::kPi);
    press.skin.assign(static_cast<std::size_t>(site.surface_count()), 0.0);
    for (std::size_t j = 0; j < v.size(); ++j) {
        double load = linear.load[j];
        for (std::size_t k = 0; k < v.size(); ++k) load -= linear.slope[j * v.size() + k] * v[k];
        const auto row = site.surface_compliance_row(carried.points[j]);
        for (std::size_t i = 0; i < press.skin.size(); ++i) press.skin[i] += load * row[i];
    }
    return press;
}

}  // namespace dryrun::lab
