// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "picture/body_scene.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "picture/figure.h"
#include "picture/skin_patch.h"
#include "picture/tools.h"

namespace dryrun::picture {
namespace {

// Nothing of an empty one.
std::shared_ptr<render::GpuMesh> uploaded(const Mesh& mesh) {
    if (mesh.triangles.empty()) return nullptr;
    return std::make_shared<render::GpuMesh>(render::GpuMesh::upload(mesh));
}

constexpr double kMovedRadius = 45.0;  // of the skin about a hand that is drawn as it moves
constexpr double kSkinEdgeNearHand = 2.0;
constexpr double kRefinedTo = 1.3;  // of kMovedRadius, so that a small slip needs no new mesh

struct Part {
    anatomy::StructureId id{};
    Layer layer = Layer::Skin;
    bool is_left = false;
    bool is_covering = false;  ///< a broad muscle that hides ribs: opened on a plate
    bool is_canal = false;
    double opacity = 1.0;
    render::Material material;
    std::shared_ptr<render::GpuMesh> mesh;
    std::size_t triangles = 0;
};

bool ends_with(const std::string& text, std::string_view end) {
    return text.size() >= end.size() &&
           text.compare(text.size() - end.size(), end.size(), end) == 0;
}

// The plate's opening: over the right shoulder blade and what lies between it and the spine.
struct Opening {
    Vec3 centre{-70.0, 60.0, 300.0};
    double half_width = 98.0;
    double half_height = 118.0;
};

Opening opening_of(const anatomy::Atlas& atlas) {
    Opening opening;
    // Below the shelf of the shoulder, where an opening would look into the air.
    const auto top = atlas.landmark("spinous.T3");
    const auto bottom = atlas.landmark("spinous.T10");
    if (top && bottom) {
        opening.centre.z = 0.5 * (top->z + bottom->z);
        opening.half_height = 0.5 * (top->z - bottom->z) + 8.0;
    }
    return opening;
}

// Paler and greyer than skin: a dummy.
render::Material dummy_material(const render::Material& skin) {
    render::Material material = skin;
    constexpr float kGrey = 0.18F;
    const float grey = (skin.color.r + skin.color.g + skin.color.b) / 3.0F;
    for (float* part : {&material.color.r, &material.color.g, &material.color.b}) {
        *part += kGrey * (grey - *part);
    }
    material.tone_variation = 0.1F;
    return material;
}

// How far each layer is opened, as a part of the skin's opening.
double opening_scale(Layer layer) {
    switch (layer) {
        case Layer::Skin:
            return 1.0;
        case Layer::Fat:
            return 0.955;
        case Layer::Fascia:
            return 0.92;
        case Layer::Trapezius:
            return 0.82;
        default:
            return 0.87;
    }
}

}  // namespace

SceneLook plate_look() {
    SceneLook look;
    for (const Layer layer : {Layer::Skin, Layer::Fat, Layer::Fascia, Layer::Trapezius}) {
        look.of(layer).has_window = true;
    }
    look.opens_covering = true;
    look.shows_canal = false;
    return look;
}

SceneLook planning_look() {
    SceneLook look = plate_look();
    for (const Layer layer : {Layer::Lung, Layer::NervesVessels, Layer::Fat, Layer::Fascia}) {
        look.of(layer).is_shown = false;
    }
    return look;
}

SceneLook side_look() {
    SceneLook look;
    look.of(Layer::Skin).opacity = 0.3;
    look.of(Layer::Fat).is_shown = false;
    look.shows_canal = false;
    return look;
}

SceneLook skin_look() {
    SceneLook look;
    for (auto& layer : look.layers) layer.is_shown = false;
    look.of(Layer::Skin).is_shown = true;
    return look;
}

SceneLook look_of(const std::vector<Layer>& layers) {
    SceneLook look;
    for (auto& each : look.layers) each.is_shown = false;
    for (const Layer layer : layers) look.of(layer).is_shown = true;
    const auto shows_below = [&](Layer layer) {
        for (std::size_t i = 0; i < static_cast<std::size_t>(layer); ++i) {
            if (look.layers[i].is_shown) return true;
        }
        return false;
    };
    if (shows_below(Layer::Skin)) look.of(Layer::Skin).opacity = 0.28;
    if (shows_below(Layer::Fat)) look.of(Layer::Fat).opacity = 0.3;
    if (shows_below(Layer::Fascia)) look.of(Layer::Fascia).opacity = 0.4;
    return look;
}

struct BodyScene::Data {
    const anatomy::Atlas& atlas;
    std::vector<Part> parts;
    Opening opening;
    Vec3 low;
    Vec3 high;

    // The skin about the hands.
    Mesh skin;
    Mesh refined;
    std::shared_ptr<render::GpuMesh> refined_gpu;
    Vec3 refined_about;
    bool is_moved = false;

    std::vector<render::Bar> bars;
    std::shared_ptr<render::GpuMesh> figure;
    render::Material figure_material;
    std::shared_ptr<render::GpuMesh> fingers;
    std::shared_ptr<render::GpuMesh> bands;
    std::shared_ptr<render::GpuMesh> nodules;

    explicit Data(const anatomy::Atlas& of) : atlas(of) {}
    void move_skin(const session::Snapshot& moment);
};

BodyScene::BodyScene(const anatomy::Atlas& atlas, anatomy::Detail detail)
    : data_(std::make_unique<Data>(atlas)) {
    const double far = std::numeric_limits<double>::max();
    data_->low = {far, far, far};
    data_->high = {-far, -far, -far};
    data_->opening = opening_of(atlas);
    const auto& structures = atlas.structures();
    for (std::size_t i = 0; i < structures.size(); ++i) {
        const auto id = static_cast<anatomy::StructureId>(i);
        const Mesh* mesh = atlas.mesh(id, detail);
        if (mesh == nullptr || mesh->triangles.empty()) continue;
        Part part;
        part.id = id;
        part.layer = layer_of(structures[i]);
        part.is_left = ends_with(structures[i].name, ".left");
        part.is_covering = structures[i].name.find("latissimus") != std::string::npos ||
                           structures[i].name.find("thoracolumbar") != std::string::npos;
        part.is_canal = structures[i].tissue == anatomy::Tissue::Canal;
        part.material = material_of(structures[i]);
        part.opacity = opacity_of(structures[i].tissue);
        part.mesh = uploaded(*mesh);
        part.triangles = mesh->triangles.size();
        if (part.layer == Layer::Skin) {
            data_->skin = *mesh;
            data_->figure_material = dummy_material(part.material);
        }
        const bool is_skin = part.layer == Layer::Skin;
        data_->parts.push_back(std::move(part));
        if (!is_skin) continue;
        for (const Vec3& p : mesh->points) {
            Vec3& low = data_->low;
            Vec3& high = data_->high;
            low = {std::min(low.x, p.x), std::min(low.y, p.y), std::min(low.z, p.z)};
            high = {std::max(high.x, p.x), std::max(high.y, p.y), std::max(high.z, p.z)};
        }
    }
    data_->figure = uploaded(figure_mesh(atlas, detail));
    if (data_->skin.points.empty()) data_->low = {-200, -200, 0}, data_->high = {200, 100, 500};
}

BodyScene::~BodyScene() = default;
BodyScene::BodyScene(BodyScene&&) noexcept = default;

void BodyScene::Data::move_skin(const session::Snapshot& moment) {
    is_moved = false;
    if (!moment.site || skin.points.empty()) return;
    const bool is_pressed =
        std::any_of(moment.loads.surface_N.begin(), moment.loads.surface_N.end(),
                    [](double load) { return load != 0.0; });
    const bool is_pulled = moment.loads.track != nullptr && !moment.loads.track_N.empty();
    const bool is_active =
        std::any_of(moment.loads.band_active_kPa.begin(), moment.loads.band_active_kPa.end(),
                    [](double stress) { return stress != 0.0; });
    if (!is_pressed && !is_pulled && !is_active) return;
    const Vec3 centre = moment.site->frame().origin;
    if (!refined_gpu || distance(centre, refined_about) > 1e-6) {
        refined = refined_near(skin, centre, kMovedRadius * kRefinedTo, kSkinEdgeNearHand);
        refined_gpu = uploaded(refined);
        refined_about = centre;
    }
    const auto field = moment.site->field(moment.loads);
    refined_gpu->move_points(moved_by(refined, field, centre, kMovedRadius));
    is_moved = true;
}

void BodyScene::set_moment(const session::Snapshot* moment, bool moves_skin) {
    Data& data = *data_;
    data.bars.clear();
    data.fingers.reset();
    data.bands.reset();
    data.nodules.reset();
    if (moment == nullptr) {
        data.is_moved = false;
        return;
    }
    if (moves_skin) data.move_skin(*moment);
    data.bars = needle_bars(*moment);
    const auto marks = mark_bars(*moment);
    data.bars.insert(data.bars.end(), marks.begin(), marks.end());
    data.fingers = uploaded(finger_mesh(*moment));
    data.bands = uploaded(band_mesh(*moment));
    data.nodules = uploaded(nodule_mesh(*moment));
}

render::Scene BodyScene::scene(const SceneLook& look, const Vec3& forward) const {
    const Data& data = *data_;
    render::Scene scene;
    const bool is_from_behind = forward.y < 0.2;
    for (const Part& part : data.parts) {
        const LayerLook& layer = look.of(part.layer);
        if (!layer.is_shown || (part.is_canal && !look.shows_canal)) continue;
        render::MeshItem item;
        item.mesh = part.mesh;
        if (part.layer == Layer::Skin && data.is_moved && look.shows_tools) {
            item.mesh = data.refined_gpu;
        }
        item.material = part.material;
        item.opacity = layer.opacity * part.opacity;
        item.layer = static_cast<int>(part.layer);
        // Seen from the front the muscles of the back lie the other way round; skin stays outside.
        if (!is_from_behind && part.layer < Layer::Fat) item.layer = -item.layer;
        const bool is_opened = layer.has_window || (look.opens_covering && part.is_covering);
        if (is_opened && !(part.layer <= Layer::Trapezius && part.is_left)) {
            const double scale = opening_scale(part.layer);
            render::Cutaway cut;
            cut.centre = data.opening.centre;
            cut.half_width = data.opening.half_width * scale;
            cut.half_height = data.opening.half_height * scale;
            cut.edge = 0.05;
            item.cutaway = cut;
        }
        scene.meshes.push_back(std::move(item));
    }
    const LayerLook& skin = look.of(Layer::Skin);
    if (look.shows_figure && skin.is_shown && skin.opacity >= 1.0) {
        render::MeshItem item;
        item.mesh = data.figure;
        item.material = data.figure_material;
        scene.meshes.push_back(std::move(item));
    }
    if (look.shows_tools) {
        scene.bars = data.bars;
        if (data.fingers) {
            render::MeshItem item;
            item.mesh = data.fingers;
            item.material = glove_material();
            scene.meshes.push_back(std::move(item));
        }
    }
    if (look.shows_hidden) {
        const auto show_through = [&](const auto& mesh, const render::Material& material,
                                      double hidden) {
            if (!mesh) return;
            render::MeshItem item;
            item.mesh = mesh;
            item.material = material;
            item.hidden_opacity = hidden;
            scene.meshes.push_back(std::move(item));
        };
        show_through(data.bands, band_material(), 0.5);
        show_through(data.nodules, nodule_material(), 0.9);
    }
    return scene;
}

Vec3 BodyScene::low() const {
    return data_->low;
}
Vec3 BodyScene::high() const {
    return data_->high;
}

std::size_t BodyScene::triangle_count() const {
    std::size_t count = 0;
    for (const Part& part : data_->parts) count += part.triangles;
    return count;
}

}  // namespace dryrun::picture
