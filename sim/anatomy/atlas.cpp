// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "anatomy/atlas.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <mutex>
#include <utility>

#include "anatomy/model.h"
#include "core/deterministic_math.h"

namespace dryrun::anatomy {

struct Atlas::Data {
    BackModel model;
    const ModelMeshes& meshes(Detail detail = Detail::Middle) const {
        const auto level = static_cast<std::size_t>(detail);
        std::call_once(made_[level], [&] { made_meshes_[level] = build_meshes(model, detail); });
        return made_meshes_[level];
    }

  private:
    static constexpr std::size_t kLevels = 3;
    mutable std::array<std::once_flag, kLevels> made_;
    mutable std::array<ModelMeshes, kLevels> made_meshes_;
};

Atlas::Atlas(std::unique_ptr<const Data> data) : data_(std::move(data)) {}
Atlas::~Atlas() = default;

Result<std::shared_ptr<const Atlas>> Atlas::make(const BodyParameters& body) {
    const Status checked = check_body(body, "body");
    if (!checked) return checked.error();
    const auto tables = read_anatomy_tables();
    if (!tables) return tables.error();
    return make(body, *tables);
}

Result<std::shared_ptr<const Atlas>> Atlas::make(const BodyParameters& body,
                                                 std::shared_ptr<const AnatomyTables> tables) {
    auto data = std::make_unique<Data>();
    data->model.body = body;
    const Status built = build_model(data->model, std::move(tables));
    if (!built) return built.error();
    return std::shared_ptr<const Atlas>(new Atlas(std::move(data)));
}

const BodyParameters& Atlas::body() const {
    return data_->model.body;
}

const std::vector<Structure>& Atlas::structures() const {
    return data_->model.structures;
}

const Structure& Atlas::structure(StructureId id) const {
    return data_->model.structure(id);
}

std::optional<StructureId> Atlas::find(std::string_view name) const {
    const auto& structures = data_->model.structures;
    for (std::size_t i = 0; i < structures.size(); ++i) {
        if (structures[i].name == name) return static_cast<StructureId>(i);
    }
    return std::nullopt;
}

std::optional<LayersAlongLine> Atlas::layers_along(const Vec3& from, const Vec3& direction,
                                                   double length) const {
    return find_layers(data_->model, from, direction, length);
}

std::optional<StructureId> Atlas::at(const Vec3& point) const {
    return structure_at(data_->model, point);
}

std::optional<Nearest> Atlas::nearest(const Vec3& point, double reach,
                                      const std::function<bool(const Structure&)>& wanted) const {
    const auto meshes = [this]() -> const ModelMeshes& { return data_->meshes(); };
    return find_nearest(data_->model, meshes, point, reach, wanted);
}

std::optional<Vec3> Atlas::fibre_direction(StructureId muscle, const Vec3& point) const {
    const BackModel& model = data_->model;
    const std::optional<StructureId> held = structure_at(model, point);
    if (!held || *held != muscle) return std::nullopt;
    for (std::size_t k = kFirstSheet; k < model.layers.size(); ++k) {
        const Sided& names = model.layers[k].names;
        if (names.left == muscle || names.right == muscle) {
            return fibre_in_layer(model, static_cast<int>(k), point);
        }
    }
    // Of the deep parts only the intercostals have fibres of their own.
    const bool is_muscle = model.structure(muscle).tissue == Tissue::Muscle;
    for (const DeepPart& part : model.deep) {
        if (part.names.left != muscle && part.names.right != muscle) continue;
        if (is_muscle && part.last == kBase) return fibre_in_layer(model, kBase, point);
    }
    return std::nullopt;
}

std::optional<SkinPoint> Atlas::skin_at(const Vec3& point) const {
    const ChartPoint place = data_->model.chart.to_chart(point);
    if (!data_->model.region.contains(place.u, place.v)) return std::nullopt;
    return skin_point(data_->model, place.u, place.v);
}

Result<Mesh> Atlas::skin_patch(const std::vector<Anchor>& outline, bool is_left,
                               double above) const {
    return patch_of_skin(data_->model, outline, is_left, above);
}

std::optional<BoneHit> Atlas::first_bone(const Vec3& from, const Vec3& direction,
                                         double length) const {
    const auto hit = data_->model.bones->first_hit(from, direction, length);
    if (!hit) return std::nullopt;
    const Vec3 normal = dot(hit->normal, direction) > 0.0 ? -hit->normal : hit->normal;
    return BoneHit{data_->model.bone_structures[hit->bone], hit->distance, normal};
}

std::optional<SkinPoint> Atlas::skin_hit(const Vec3& from, const Vec3& direction,
                                         double length) const {
    const std::optional<double> t = find_skin(data_->model, from, direction, length);
    if (!t) return std::nullopt;
    return skin_at(from + direction * *t);
}

double Atlas::lung_slide() const {
    return anatomy::lung_slide(data_->model);
}

std::optional<Vec3> Atlas::landmark(std::string_view name) const {
    for (const auto& [known, point] : landmarks()) {
        if (known == name) return point;
    }
    return std::nullopt;
}

const std::vector<std::pair<std::string, Vec3>>& Atlas::landmarks() const {
    return data_->model.skeleton.landmarks;
}

const Mesh* Atlas::mesh(StructureId id, Detail detail) const {
    const ModelMeshes& meshes = data_->meshes(detail);
    const auto index = static_cast<std::size_t>(id);
    return meshes.of[index] && meshes.is_shown[index] ? &*meshes.of[index] : nullptr;
}

const std::vector<std::pair<std::string, std::vector<Vec3>>>& Atlas::ribs() const {
    return data_->model.skeleton.ribs;
}

std::vector<Atlas::TriggerPointSite> Atlas::trigger_point_sites(StructureId muscle) const {
    const BackModel& model = data_->model;
    std::vector<TriggerPointSite> sites;
    for (std::size_t k = kFirstSheet; k < model.layers.size(); ++k) {
        const Layer& layer = model.layers[k];
        if (layer.row == nullptr || (layer.names.left != muscle && layer.names.right != muscle)) {
            continue;
        }
        const int surface = static_cast<int>(k);
        const double side = muscle == layer.names.left ? 1.0 : -1.0;
        for (const TriggerPointRow& row : layer.row->trigger_points) {
            const Result<ChartPlace> place = place_of(model, row.at, row.name);
            DRYRUN_ASSERT(place.ok());  // build_model has looked at every anchor
            const double u = side * place->u;
            const double middle = 0.5 * (model.stack.height(surface - 1, u, place->v) +
                                         model.stack.height(surface, u, place->v));
            TriggerPointSite site;
            site.name = row.name;
            site.at = model.chart.from_chart({u, place->v, middle});
            site.depth = distance(
                site.at, nearest_on_surface(model, model.skin_surface(), site.at, {model.region}));
            site.fibre = fibre_in_layer(model, surface, site.at).value_or(Vec3{0.0, 0.0, 1.0});
            sites.push_back(site);
        }
    }
    return sites;
}

SkinPoint skin_point(const BackModel& model, double u, double v) {
    SkinPoint skin;
    const int surface = model.skin_surface();
    skin.point = surface_point(model, surface, u, v);
    skin.normal = surface_normal(model, surface, u, v);
    const Vec3 to_midline{skin.point.x > 0.0 ? -1.0 : 1.0, 0.0, 0.0};
    skin.medial = normalised(to_midline - skin.normal * dot(to_midline, skin.normal));
    skin.caudal = cross(skin.normal, skin.medial);
    if (skin.caudal.z > 0.0) skin.caudal = -skin.caudal;
    return skin;
}

std::optional<Vec3> fibre_in_layer(const BackModel& model, int layer, const Vec3& point) {
    const Layer& held = model.layers[static_cast<std::size_t>(layer)];
    const ChartPoint place = model.chart.to_chart(point);
    ChartPlace way;
    const double side = place.u > 0.0 ? 1.0 : -1.0;
    if (layer == kBase) {
        const double angle = det::radians(model.rows->chest_wall.intercostal_fibre_deg);
        way = {det::sin(angle), det::cos(angle)};
    } else if (held.footprint) {
        // Where smoothing has spread the sheet beyond its outline, the nearest fibre inside counts.
        const double u = std::fabs(place.u);
        const Footprint& footprint = *held.footprint;
        const double middle_u = 0.5 * (footprint.low_u() + footprint.high_u());
        const double middle_v = 0.5 * (footprint.low_v() + footprint.high_v());
        std::optional<FibrePlace> found;
        for (int i = 0; i <= 16 && !found; ++i) {
            const double t = i / 32.0;
            found = footprint.find(u + (middle_u - u) * t, place.v + (middle_v - place.v) * t);
        }
        if (!found) return std::nullopt;
        const double lean = det::radians(held.row->fibre_medial_deg);
        const ChartPlace run = found->direction;
        way = {run.u * det::cos(lean) - run.v * det::sin(lean),
               run.u * det::sin(lean) + run.v * det::cos(lean)};
    } else {
        return std::nullopt;
    }
    const HeightStack::Slope below = model.stack.slope(layer - 1, place.u, place.v);
    const HeightStack::Slope top = model.stack.slope(layer, place.u, place.v);
    const ChartAxes axes = model.chart.axes(place);
    const double rise =
        0.5 * ((below.by_u + top.by_u) * way.u * side + (below.by_v + top.by_v) * way.v);
    return normalised(axes.by_u * (way.u * side) + axes.by_v * way.v + axes.outward * rise);
}

}  // namespace dryrun::anatomy
