// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A finger pressed with one force at places along x, over layers that may hide a body: what it
// feels at each. The mesh goes with the finger.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "lab/answer.h"
#include "lab/experiment.h"
#include "lab/finger.h"
#include "lab/inclusion.h"

namespace dryrun::lab {
namespace {

using softbody::Strain;

constexpr double kCells = 5.0;        // over the radius of contact
constexpr double kLargestCell = 2.5;  // under the pad
constexpr double kFine = 1.3;         // of the contact's radius
constexpr double kOutwards = 0.7;     // how cells grow beyond

struct Inclusion {
    Ellipsoid shape;
    softbody::SolidMaterial material;
};

struct Palpation {
    Layers layers;
    std::optional<Inclusion> inclusion;
    Indenter finger;
    double force = 10.0;
    std::vector<double> offsets;
    std::optional<double> cell;
};

const Layer& layer_at(const Layers& layers, double depth) {
    double bottom = 0.0;
    for (const Layer& layer : layers.layers)
        if (depth < (bottom += layer.thickness)) return layer;
    return layers.layers.back();
}

Inclusion read_inclusion(JsonReader reader, const Layers& layers) {
    Inclusion inclusion;
    const Vec3 axes = reader.vec3("semi_axes_mm");
    for (const double axis : {axes.x, axes.y, axes.z})
        if (!(axis > 0.0)) reader.fail("semi_axes_mm", "each must be above 0");
    const double depth = reader.number("depth_mm", {0.0, 1e5});
    if (depth < axes.z) reader.fail("depth_mm", "the inclusion reaches through the skin");
    if (!layers.is_deep && depth + axes.z > layers.thickness())
        reader.fail("depth_mm", "the inclusion reaches through the base");
    if (layers.width && std::max(axes.x, axes.y) > 0.5 * *layers.width)
        reader.fail("semi_axes_mm", "the inclusion is wider than width_mm");
    inclusion.shape = {{0.0, 0.0, -depth}, axes};
    const double active = reader.number_or("active_kPa", 0.0, {0.0, 1e6});
    Material material = read_material(reader);
    // It is tissue of its layer, only stiffer: a law that stiffens goes on in it.
    if (!reader.has("stiffening"))
        material.stiffening = layer_at(layers, depth).material.stiffening;
    const Vec3 along = material.fibre;
    inclusion.material = solid_of(material);
    if (active > 0.0)
        inclusion.material = softbody::contracted(inclusion.material, along, 1e-3 * active);
    reader.finish();
    return inclusion;
}

Palpation read_palpation(JsonReader& request) {
    Palpation palpation;
    palpation.finger.strain = read_strain(request);
    palpation.layers = read_layers(request);
    if (request.has("inclusion"))
        palpation.inclusion = read_inclusion(request.object("inclusion"), palpation.layers);
    JsonReader finger = request.object("finger");
    palpation.finger.radius = finger.number("radius_mm", {1e-2, 1e4});
    finger.finish();
    palpation.force = request.number("force_N", {1e-9, 1e6});
    palpation.offsets = request.numbers("offsets_mm", {-1e4, 1e4});
    if (palpation.offsets.empty()) request.fail("offsets_mm", "wanted one number or more");
    if (request.has("cell_mm")) palpation.cell = request.number("cell_mm", {1e-2, 1e3});
    if (palpation.layers.width)
        for (const double offset : palpation.offsets)
            if (std::fabs(offset) >= 0.5 * *palpation.layers.width)
                request.fail("offsets_mm", "outside width_mm");
    request.finish();
    return palpation;
}

// Planes about the finger as far as `low` and `high`, which lie either side of it.
Cuts planes_about(double at, double low, double high, double fine, double cell) {
    const int cells = static_cast<int>(std::ceil(fine / cell - 1e-9));
    Cuts cuts;
    cuts.is_half = low == at;
    const auto side = [&](double far) {
        return even_then_graded(std::min(cells * cell, 0.6 * far), cells, far, {cell, kOutwards});
    };
    if (!cuts.is_half) {
        const auto left = side(at - low);
        for (std::size_t i = left.size(); i-- > 1;) cuts.at.push_back(at - left[i]);
    }
    for (const double x : side(high - at)) cuts.at.push_back(at + x);
    return cuts;
}

LayeredMesh mesh_at(const Palpation& palpation, double offset, double contact) {
    const double cell = palpation.cell ? *palpation.cell : std::min(kLargestCell, contact / kCells);
    const double far = std::max(far_from(palpation.layers, contact), 2.0 * kFine * contact);
    const double fine = kFine * contact;
    const bool is_block = palpation.layers.width.has_value();
    const double side = is_block ? 0.5 * *palpation.layers.width : far;
    const Cuts xs = planes_about(offset, is_block ? -side : offset - side,
                                 is_block ? side : offset + side, fine, cell);
    const Cuts ys =
        planes_about(0.0, palpation.layers.is_mirrored() ? 0.0 : -side, side, fine, cell);
    std::vector<double> depths;
    if (palpation.inclusion) depths.push_back(-palpation.inclusion->shape.centre.z);
    LayeredMesh mesh = box_mesh(palpation.layers, xs, ys, downwards_from(contact, cell),
                                reach_of(contact), depths);
    if (palpation.inclusion)
        embed(mesh.solid, shares_of(mesh.solid, palpation.inclusion->shape),
              palpation.inclusion->material);
    return mesh;
}

// From the place farthest from the body on, each from the last.
std::vector<std::size_t> order_of(const std::vector<double>& offsets) {
    std::vector<std::size_t> order(offsets.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return offsets[a] < offsets[b]; });
    if (std::fabs(offsets[order.back()]) > std::fabs(offsets[order.front()]))
        std::reverse(order.begin(), order.end());
    return order;
}

struct Felt {
    std::vector<Press> presses;
    MeshSize size;
};

Result<Felt> feel(Palpation palpation) {
    const auto layout = lay_out(palpation.layers, palpation.finger, palpation.force);
    if (!layout) return layout.error();
    palpation.finger.bed = layout->bed;
    Felt felt;
    felt.presses.resize(palpation.offsets.size());
    Start start;
    for (const std::size_t i : order_of(palpation.offsets)) {
        const double offset = palpation.offsets[i];
        palpation.finger.centre = {offset, 0.0, 0.0};
        const LayeredMesh mesh = mesh_at(palpation, offset, layout->press.contact_radius);
        if (start.displacement.size() != 3 * mesh.solid.points.size()) {
            start = layout->press.as_start(palpation.force);
            start.displacement = displacement_in_box(*layout, mesh, palpation.finger.centre);
        }
        auto press = press_to(mesh, palpation.finger, palpation.force, start);
        if (!press) return press.error();
        start = press->as_start(palpation.force);
        felt.presses[i] = std::move(*press);
        felt.size = size_of({mesh.solid, mesh.holds, {}, {}, palpation.finger.strain});
    }
    return felt;
}

}  // namespace

Result<Json> run_palpate(JsonReader& request, const softbody::Scale& scale) {
    Stopwatch watch;
    Palpation palpation = read_palpation(request);
    palpation.layers.stiffness_scale = scale.elements;
    if (!request.status()) return request.status().error();
    watch.setup_ends();
    const auto felt = feel(palpation);
    if (!felt) return felt.error();
    Json answer{{"stiffness_N_per_mm", Json::array()},
                {"depth_mm", Json::array()},
                {"peak_pressure_kPa", Json::array()},
                {"pressure_map", Json::array()}};
    for (const Press& press : felt->presses) {
        answer["stiffness_N_per_mm"].push_back(press.stiffness);
        answer["depth_mm"].push_back(press.depth);
        answer["peak_pressure_kPa"].push_back(press.peak_pressure_kPa);
        Json map = Json::array();
        for (const PressedNode& node : press.map) map.push_back({node.x, node.y, node.kPa});
        answer["pressure_map"].push_back(std::move(map));
    }
    return with_size(answer, felt->size, watch);
}

}  // namespace dryrun::lab
