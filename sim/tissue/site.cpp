// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "tissue/site.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "core/deterministic_math.h"
#include "core/hash.h"
#include "softbody/block.h"
#include "tissue/block_material.h"
#include "tissue/block_mesh.h"
#include "tissue/site_data.h"

namespace dryrun::tissue {
namespace {

using softbody::NodalLoad;

constexpr double kGrid = 26.0;
constexpr double kKeepWithin = 20.0;  // of the present site's place, so that hands do not flutter
constexpr double kFarBehind = 1000.0;
// Skin whose normal has less than this of backwards in it is not seen well enough from behind;
// the present site's place is kept down to the second.
constexpr double kFacesBack = 0.5;
constexpr double kStillFacesBack = 0.4;
constexpr double kSpaceGrid = 16.0;
constexpr double kKeepWithinSpace = 10.0;

/// Young's modulus times thickness of a layer that resists stretch in its plane, N/mm.
double stretch_stiffness(const Material& material, double thickness) {
    return material.in_plane_kPa * 1e-3 * thickness;
}

void add_membranes(const BlockMesh& block, const MaterialTable& materials, double stiffness_scale,
                   softbody::BlockDescription& description) {
    const auto& mesh = description.mesh;
    const std::size_t n = mesh.xs.size();
    const std::pair<int, const std::vector<double>*> sheets[] = {
        {0, &block.skin_depth}, {block.fascia_level, &block.fascia_depth}};
    for (const auto& [level, thickness] : sheets) {
        const Material& material = materials.named(level == 0 ? "skin" : "fascia");
        for (int j = 0; j + 1 < mesh.across_y(); ++j) {
            for (int i = 0; i + 1 < mesh.across_x(); ++i) {
                const auto column = static_cast<std::size_t>(j) * n + static_cast<std::size_t>(i);
                const double mean =
                    0.25 * ((*thickness)[column] + (*thickness)[column + 1] +
                            (*thickness)[column + n] + (*thickness)[column + n + 1]);
                description.membranes.push_back(
                    {{mesh.node(i, j, level), mesh.node(i + 1, j, level),
                      mesh.node(i + 1, j + 1, level), mesh.node(i, j + 1, level)},
                     stiffness_scale * stretch_stiffness(material, mean),
                     material.poisson});
            }
        }
    }
}

}  // namespace

namespace {

// `mesh` is that of the block, which has been moved out of it.
UnderSkin under_skin(const BlockMesh& block, const softbody::ColumnMesh& mesh, int i, int j) {
    const auto depth = [&](int level) { return mesh.z(i, j, 0) - mesh.z(i, j, level); };
    int held = 0;
    while (held + 1 < mesh.levels &&
           block.is_held[static_cast<std::size_t>(mesh.node(i, j, held))] == 0)
        ++held;
    const auto column = static_cast<std::size_t>(mesh.node(i, j, 0));
    const double fascia_top = depth(block.fascia_level) - block.fascia_depth[column];
    UnderSkin under;
    under.whole = depth(held);
    under.fat = std::min(fascia_top, under.whole) - block.skin_depth[column];
    under.below_fascia = std::max(0.0, under.whole - depth(block.fascia_level));
    return under;
}

// The layers of a column of bricks: between four columns of nodes, from (i, j) on.
softbody::BrickStack layers_under(const BlockMesh& block, const MaterialTable& materials,
                                  const softbody::BlockDescription& description,
                                  double stiffness_scale, int i, int j) {
    const auto& mesh = description.mesh;
    softbody::BrickStack stack;
    for (int level = 0; level + 1 < mesh.levels; ++level) {
        if (level > 0 && block.is_held[static_cast<std::size_t>(mesh.node(i, j, level))]) break;
        const auto half = 2 * static_cast<std::size_t>(mesh.element(i, j, level));
        softbody::FlatBrick brick;
        brick.height = mesh.z(i, j, level) - mesh.z(i, j, level + 1);
        brick.upper = softbody::isotropic_mean(description.elasticity[half]);
        brick.lower = softbody::isotropic_mean(description.elasticity[half + 1]);
        if (level == 0 || level == block.fascia_level) {
            const Material& sheet = materials.named(level == 0 ? "skin" : "fascia");
            const auto& thickness = level == 0 ? block.skin_depth : block.fascia_depth;
            brick.tension_stiffness =
                stiffness_scale *
                stretch_stiffness(sheet, thickness[static_cast<std::size_t>(mesh.node(i, j, 0))]);
            brick.poisson = sheet.poisson;
        }
        stack.push_back(brick);
    }
    return stack;
}

}  // namespace

namespace {

int node_of(double at, double grid) {
    return static_cast<int>(std::floor(at / grid + 0.5));
}

bool is_kept(const SitePlace& current, const Vec3& on_skin, const Vec3& normal) {
    const double grid = current.level ? kSpaceGrid : kGrid;
    const double within = current.level ? kKeepWithinSpace : kKeepWithin;
    if (std::fabs(on_skin.x - grid * current.column) > within ||
        std::fabs(on_skin.z - grid * current.row) > within) {
        return false;
    }
    if (!current.level) return normal.y >= kStillFacesBack;
    return normal.y < kFacesBack && std::fabs(on_skin.y - grid * *current.level) <= within;
}

std::optional<anatomy::SkinPoint> centre_of(const LayeredBody& body, const SitePlace& place) {
    if (place.level) {
        return body.skin_at(
            {kSpaceGrid * place.column, kSpaceGrid * *place.level, kSpaceGrid * place.row});
    }
    return body.skin_hit({kGrid * place.column, kFarBehind, kGrid * place.row}, {0.0, -1.0, 0.0},
                         2.0 * kFarBehind);
}

}  // namespace

SitePlace place_for(const Vec3& on_skin, const SitePlace* current, const Vec3& normal) {
    if (current != nullptr && is_kept(*current, on_skin, normal)) return *current;
    if (normal.y >= kFacesBack) return {node_of(on_skin.x, kGrid), node_of(on_skin.z, kGrid), {}};
    return {node_of(on_skin.x, kSpaceGrid), node_of(on_skin.z, kSpaceGrid),
            node_of(on_skin.y, kSpaceGrid)};
}

Result<std::shared_ptr<const Site>> Site::make(std::shared_ptr<const anatomy::Atlas> atlas,
                                               const MaterialTable& materials,
                                               const std::vector<TautBand>& bands, SitePlace place,
                                               double stiffness_scale) {
    return make_in(body_of(std::move(atlas)), materials, bands, place, stiffness_scale);
}

Result<std::shared_ptr<const Site>> Site::make_in(const LayeredBody& body,
                                                  const MaterialTable& materials,
                                                  const std::vector<TautBand>& bands,
                                                  SitePlace place, double stiffness_scale) {
    const auto centre = centre_of(body, place);
    if (!centre) return bad_input("site", "there is no skin at this place of the body");
    auto mesh = make_block_mesh(body, *centre);
    if (!mesh) return mesh.error();

    const BlockMaterial material(body, materials, bands, mesh->frame);
    softbody::BlockDescription description = softbody::describe_block(
        std::move(mesh->mesh),
        [&](const Vec3& point) {
            softbody::Matrix6 elasticity = material.elasticity_at(point);
            for (double& entry : elasticity) entry *= stiffness_scale;
            return elasticity;
        },
        [](const Vec3&) { return false; });
    description.held = mesh->is_held;
    add_membranes(*mesh, materials, stiffness_scale, description);
    softbody::add_side_springs(description);
    const auto layers = [&](int aside, int along) {
        constexpr int kApart = static_cast<int>(NearFields::kApart / kCell);
        const int middle = description.mesh.across_x() / 2;
        return layers_under(*mesh, materials, description, stiffness_scale, middle + kApart * aside,
                            middle + kApart * along);
    };
    NearFields near_fields(layers, kCell);
    auto layers_in_middle = layers(0, 0);
    auto block = softbody::Block::make(std::move(description));
    if (!block) return block.error();
    block->forget_assembly();

    auto data =
        std::unique_ptr<Data>(new Data{body, materials, place, mesh->frame, std::move(*block)});
    data->near_fields = std::move(near_fields);
    data->layers_in_middle = std::move(layers_in_middle);
    data->patch_side = 2 * static_cast<int>(std::lround(kPatchReach / kCell)) + 1;
    data->patch_first = (data->block.mesh().across_x() - data->patch_side) / 2;
    std::vector<NodalLoad> loads;
    for (int j = 0; j < data->patch_side; ++j) {
        for (int i = 0; i < data->patch_side; ++i) {
            const int node =
                data->block.mesh().node(data->patch_first + i, data->patch_first + j, 0);
            data->patch_node.push_back(node);
            data->patch_normal.push_back(mesh->skin_normal[static_cast<std::size_t>(node)]);
            data->patch_under.push_back(under_skin(*mesh, data->block.mesh(), data->patch_first + i,
                                                   data->patch_first + j));
            loads.push_back({{node, -data->patch_normal.back()}});
        }
    }
    const softbody::Factor& factor = data->block.factor();
    data->patch_carried = factor.carry(loads);
    data->patch_compliance = softbody::Factor::compliance(data->patch_carried, data->patch_carried);

    for (const TautBand& band : bands) {
        const auto forces = data->block.fibre_forces([&](const Vec3& in_frame) {
            const BandShare of_band = share_of_band(band, data->frame.to_parent(in_frame));
            return data->frame.direction_to_local(of_band.fibre) * (1e-3 * of_band.share);
        });
        auto u = factor.solve(forces);
        auto& on_patch = data->band_on_patch.emplace_back();
        for (std::size_t p = 0; p < data->patch_node.size(); ++p) {
            on_patch.push_back(-dot(data->patch_normal[p], at_node(u, data->patch_node[p])));
        }
        data->band_displacement.push_back(std::move(u));
    }
    StateHasher hasher;
    // Every number of the block takes part in what its skin gives.
    hasher.add(std::span<const double>(data->patch_compliance));
    hasher.add(static_cast<std::int64_t>(place.column));
    hasher.add(static_cast<std::int64_t>(place.row));
    if (place.level) hasher.add(static_cast<std::int64_t>(*place.level));
    data->hash = hasher.value();
    return std::shared_ptr<const Site>(new Site(std::move(data)));
}

Site::Site(std::unique_ptr<const Data> data) : data_(std::move(data)) {}
Site::~Site() = default;

SitePlace Site::place() const {
    return data_->place;
}

const Frame& Site::frame() const {
    return data_->frame;
}

bool Site::covers(const Vec3& on_skin) const {
    const Vec3 local = data_->frame.to_local(on_skin);
    return std::fabs(local.x) <= kPatchReach && std::fabs(local.y) <= kPatchReach;
}

int Site::surface_count() const {
    return static_cast<int>(data_->patch_node.size());
}

Vec3 Site::surface_point(int i) const {
    return data_->frame.to_parent(
        data_->block.mesh().point(data_->patch_node[static_cast<std::size_t>(i)]));
}

Vec3 Site::surface_normal(int i) const {
    return data_->frame.direction_to_parent(data_->patch_normal[static_cast<std::size_t>(i)]);
}

const UnderSkin& Site::under_surface(int i) const {
    return data_->patch_under[static_cast<std::size_t>(i)];
}

bool Site::surface_weights(const Vec3& on_skin, int points[4], double weights[4]) const {
    if (!covers(on_skin)) return false;
    const Vec3 local = data_->frame.to_local(on_skin);
    const int last = data_->patch_side - 2;
    const double x = (local.x + kPatchReach) / kCell;
    const double y = (local.y + kPatchReach) / kCell;
    const int i = std::clamp(static_cast<int>(std::floor(x)), 0, last);
    const int j = std::clamp(static_cast<int>(std::floor(y)), 0, last);
    for (int corner = 0; corner < 4; ++corner) {
        const int di = corner % 2;
        const int dj = corner / 2;
        points[corner] = (j + dj) * data_->patch_side + i + di;
        weights[corner] = (di ? x - i : 1.0 - (x - i)) * (dj ? y - j : 1.0 - (y - j));
    }
    return true;
}

std::array<int, 2> Site::surface_place(int i) const {
    return {i % data_->patch_side, i / data_->patch_side};
}

NearField Site::near_field(const Vec3& on_skin) const {
    const Vec3 local = data_->frame.to_local(on_skin);
    return data_->near_fields.at(local.x, local.y);
}

const softbody::BrickStack& Site::layers_in_middle() const {
    return data_->layers_in_middle;
}

double Site::surface_compliance(int i, int j) const {
    return surface_compliance_row(j)[static_cast<std::size_t>(i)];
}

std::span<const double> Site::surface_compliance_row(int j) const {
    const std::size_t count = data_->patch_node.size();
    return std::span(data_->patch_compliance).subspan(static_cast<std::size_t>(j) * count, count);
}

std::span<const double> Site::track_response_to_surface(const Track& track, int j) const {
    const std::size_t width = 3 * track.stations.size();
    return std::span(track.surface_response).subspan(static_cast<std::size_t>(j) * width, width);
}

void Site::track_response_to_surface(const Track& track, int j, std::span<double> out) const {
    const auto response = track_response_to_surface(track, j);
    std::copy(response.begin(), response.end(), out.begin());
}

std::span<const double> Site::surface_response_to_band(int band) const {
    return data_->band_on_patch[static_cast<std::size_t>(band)];
}

std::span<const double> Site::track_response_to_band(const Track& track, int band) const {
    const std::size_t width = 3 * track.stations.size();
    return std::span(track.band_response).subspan(static_cast<std::size_t>(band) * width, width);
}

struct Site::Field::Data {
    const Site* site = nullptr;
    std::vector<double> displacement;                     // of all nodes, or else:
    std::optional<softbody::Factor::OnDemand> on_demand;  // where it is found as it is asked for

    Vec3 of_node(int node) { return on_demand ? on_demand->at(node) : at_node(displacement, node); }
    Vec3 of_nodes(const softbody::NodeWeights& weights) {
        Vec3 sum;
        for (const auto& [node, weight] : weights) sum += of_node(node) * weight;
        return sum;
    }
};

Site::Field::Field(std::unique_ptr<Data> data) : data_(std::move(data)) {}
Site::Field::~Field() = default;
Site::Field::Field(Field&&) noexcept = default;

Vec3 Site::Field::at(const Vec3& resting_point) const {
    const Site::Data& site = *data_->site->data_;
    const Vec3 local = site.frame.to_local(resting_point);
    const auto place = softbody::locate(site.block.mesh(), local, kOffFaces);
    if (!place) return {};
    // A picture must not tear where the block ends.
    const double out = std::max(std::fabs(local.x), std::fabs(local.y));
    const double fade = 1.0 - det::smoothstep(kPatchReach, kBlockReach, out);
    return site.frame.direction_to_parent(
               data_->of_nodes(softbody::sharp_weights(site.block.mesh(), *place))) *
           fade;
}

Vec3 Site::Field::on_shaft(const Vec3& resting_point) const {
    const Site::Data& site = *data_->site->data_;
    const auto weights =
        softbody::smooth_weights(site.block.mesh(), site.frame.to_local(resting_point));
    return site.frame.direction_to_parent(data_->of_nodes(weights));
}

void Site::Field::prepare_on_shaft(const Vec3& resting_point, int branches) const {
    if (!data_->on_demand) return;
    const Site::Data& site = *data_->site->data_;
    const auto weights =
        softbody::smooth_weights(site.block.mesh(), site.frame.to_local(resting_point));
    for (const auto& [node, weight] : weights) {
        if (!data_->on_demand->go_towards(node, branches)) return;
    }
}

Site::Field Site::field(const Loads& loads) const {
    std::vector<double> forces(3 * static_cast<std::size_t>(data_->block.mesh().node_count()), 0.0);
    const auto add = [&](int node, const Vec3& force) {
        double* at = &forces[3 * static_cast<std::size_t>(node)];
        at[0] += force.x, at[1] += force.y, at[2] += force.z;
    };
    for (std::size_t p = 0; p < loads.surface_N.size() && p < data_->patch_node.size(); ++p) {
        if (loads.surface_N[p] == 0.0) continue;
        add(data_->patch_node[p], data_->patch_normal[p] * -loads.surface_N[p]);
    }
    if (loads.track != nullptr) {
        const std::size_t count = std::min(loads.track->stations.size(), loads.track_N.size());
        for (std::size_t i = 0; i < count; ++i) {
            const Vec3 force = data_->frame.direction_to_local(loads.track_N[i]);
            const Vec3 local = data_->frame.to_local(loads.track->stations[i]);
            for (const auto& [node, weight] :
                 softbody::smooth_weights(data_->block.mesh(), local)) {
                add(node, force * weight);
            }
        }
    }
    auto displacement = data_->block.factor().solve(forces);
    for (std::size_t band = 0; band < loads.band_active_kPa.size(); ++band) {
        const double stress_kPa = loads.band_active_kPa[band];
        if (stress_kPa == 0.0 || band >= data_->band_displacement.size()) continue;
        const auto& u = data_->band_displacement[band];
        for (std::size_t i = 0; i < u.size(); ++i) displacement[i] += stress_kPa * u[i];
    }
    return Field(
        std::unique_ptr<Field::Data>(new Field::Data{this, std::move(displacement), std::nullopt}));
}

Site::Field Site::field_by_surface(std::span<const double> surface_N) const {
    return Field(std::unique_ptr<Field::Data>(new Field::Data{
        this, {}, data_->block.factor().displaced_by(data_->patch_carried, surface_N)}));
}

int Site::element_count() const {
    return data_->block.mesh().element_count();
}

int Site::degrees_of_freedom() const {
    return data_->block.factor().degrees_of_freedom();
}

std::uint64_t Site::hash() const {
    return data_->hash;
}

}  // namespace dryrun::tissue
