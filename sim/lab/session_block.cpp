// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "lab/session_block.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "core/deterministic_math.h"
#include "palpation/squeeze.h"
#include "softbody/brick_stack.h"
#include "softbody/dense_spd.h"
#include "tissue/layered_body.h"

namespace dryrun::lab {
namespace {

constexpr double kBedOfPart = 25.0;  // as in indent.cpp: gives by little under a finger
constexpr int kMostRounds = 60;
constexpr double kSettled = 1e-9;  // mm
// Squares of skin from the middle of the contact to its edge, each of which bears a load of its
// own.
constexpr int kPartsToEdge = 9;
constexpr double kNear = 20.0;  // mm, beyond which bricks do as well (tissue/near_field.h)

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

// A square of skin with the points of the patch that carry it.
struct Part {
    int points[4] = {};
    double weights[4] = {};
    int aside = 0, along = 0;  // as many squares off the middle
    double area = 0.0;
    double gap = 0.0;  // under a sphere, its mean
};
struct Parts {
    double side = 0.5;
    std::vector<Part> all;
};

Result<Parts> parts_of(const tissue::Site& site, const Indenter& indenter) {
    const bool is_flat = indenter.shape == Shape::Flat;
    const double reach =
        is_flat ? indenter.radius
                : std::min(indenter.radius, std::sqrt(2.0 * indenter.radius * indenter.depth));
    Parts parts;
    parts.side = reach / kPartsToEdge;
    for (int j = -kPartsToEdge - 1; j <= kPartsToEdge + 1; ++j) {
        for (int i = -kPartsToEdge - 1; i <= kPartsToEdge + 1; ++i) {
            const double x = i * parts.side, y = j * parts.side;
            Part part{{}, {}, i, j, parts.side * parts.side, 0.0};
            if (is_flat && x * x + y * y > indenter.radius * indenter.radius) continue;
            if (!is_flat)
                part.gap = 0.5 * (x * x + y * y + parts.side * parts.side / 6.0) / indenter.radius;
            if (part.gap >= indenter.depth) continue;
            const Vec3 at = in_body({x + indenter.centre.x, y + indenter.centre.y, 0.0});
            if (!site.surface_weights(at, part.points, part.weights))
                return bad_input("indenter.radius_mm",
                                 "reaches beyond the skin that the session's block covers");
            parts.all.push_back(part);
        }
    }
    return parts;
}

// How far each part gives by 1 N on another: by the patch, and near by what its bricks leave out.
std::vector<double> compliance_of(const tissue::Site& site, const Parts& parts) {
    const auto& layers = site.layers_in_middle();
    const int count = std::min(static_cast<int>(kNear / parts.side) + 1, 2 * kPartsToEdge + 3);
    const auto squares = softbody::square_compliance(layers, parts.side, count);
    const tissue::NearField field = site.near_field({});
    const auto give = [&](int p, int q) {
        const auto a = site.surface_place(p), b = site.surface_place(q);
        return site.surface_compliance(p, q) -
               field.of_bricks(std::abs(a[0] - b[0]), std::abs(a[1] - b[1]));
    };
    const std::size_t n = parts.all.size();
    std::vector<double> compliance(n * n, 0.0);
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j <= i; ++j) {
            const Part &a = parts.all[i], &b = parts.all[j];
            const int aside = std::abs(a.aside - b.aside), along = std::abs(a.along - b.along);
            const bool is_near = aside < count && along < count;
            double sum = is_near ? squares[static_cast<std::size_t>(aside * count + along)] : 0.0;
            for (std::size_t k = 0; k < 4; ++k)
                for (std::size_t l = 0; l < 4; ++l)
                    sum += a.weights[k] * b.weights[l] *
                           (is_near ? give(a.points[k], b.points[l])
                                    : site.surface_compliance(a.points[k], b.points[l]));
            compliance[i * n + j] = compliance[j * n + i] = sum;
        }
    }
    return compliance;
}

// Loads on the linear block where the parts' skin goes in by `displacement`: those that touch press
// as far into the bed as the indenter wants, and what they feel is more than the block bears.
bool load_parts(const Parts& parts, const std::vector<double>& compliance, const Indenter& indenter,
                const tissue::UnderSkin& under, const std::vector<double>& displacement,
                std::vector<double>& load) {
    const std::size_t n = parts.all.size();
    std::vector<std::size_t> touching;
    std::vector<double> softness, wanted;
    for (std::size_t i = 0; i < n; ++i) {
        const Part& part = parts.all[i];
        if (indenter.depth - part.gap - displacement[i] <= 0.0) continue;
        const bool is_small = indenter.strain == softbody::Strain::Small;
        const double share = is_small ? 1.0 : palpation::linear_share(displacement[i], under).value;
        touching.push_back(i);
        softness.push_back(1.0 / (indenter.bed * part.area * share));
        wanted.push_back(indenter.depth - part.gap);
    }
    const std::size_t m = touching.size();
    std::vector<double> matrix(m * m);
    for (std::size_t i = 0; i < m; ++i) {
        for (std::size_t j = 0; j < m; ++j)
            matrix[i * m + j] = compliance[touching[i] * n + touching[j]];
        matrix[i * m + i] += softness[i];
    }
    if (!softbody::factor_spd(matrix, static_cast<int>(m))) return false;
    softbody::solve_spd(matrix, static_cast<int>(m), wanted);
    load.assign(n, 0.0);
    for (std::size_t i = 0; i < m; ++i) load[touching[i]] = wanted[i];
    return true;
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
    const auto parts = parts_of(site, indenter);
    if (!parts) return parts.error();
    indenter.bed = kBedOfPart * layers.layers.front().material.isotropic.youngs / parts->side;
    const std::vector<double> compliance = compliance_of(site, *parts);
    const tissue::UnderSkin& under = site.under_surface(site.surface_count() / 2);
    const std::size_t n = parts->all.size();
    std::vector<double> displacement(n, 0.0), load;
    double change = 1.0;
    for (int round = 0; round < kMostRounds && change > kSettled; ++round) {
        if (!load_parts(*parts, compliance, indenter, under, displacement, load)) break;
        change = 0.0;
        for (std::size_t i = 0; i < n; ++i) {
            double moved = 0.0;
            for (std::size_t j = 0; j < n; ++j) moved += compliance[i * n + j] * load[j];
            change = std::max(change, std::fabs(moved - displacement[i]));
            displacement[i] = moved;
        }
    }
    if (change > kSettled)
        return Error{ErrorKind::Internal, "the skin finds no balance under the indenter", "", ""};
    SessionPress press;
    press.skin.assign(static_cast<std::size_t>(site.surface_count()), 0.0);
    double area = 0.0;
    for (std::size_t i = 0; i < n; ++i) {
        const Part& part = parts->all[i];
        const double sunk = indenter.depth - part.gap - displacement[i];
        if (sunk <= 0.0) continue;
        press.contact.force_N += indenter.bed * part.area * sunk;
        area += part.area;
        for (std::size_t k = 0; k < 4; ++k) {
            const auto row = site.surface_compliance_row(part.points[k]);
            for (std::size_t p = 0; p < press.skin.size(); ++p)
                press.skin[p] += part.weights[k] * load[i] * row[p];
        }
    }
    press.contact.radius = std::sqrt(area / det::kPi);
    return press;
}

}  // namespace dryrun::lab
