// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// A site: the block of layered, fibre-aligned finite elements around a place on the skin, factored
// once, and condensed to what hands and needle can touch.
//
// Callers see: making a site, tracks through it, the compliance between contact points, and
// displacement at a point. Elements stay behind this header. A site follows the hands, never the
// hidden target: its place is a node of a fixed grid on the skin chosen from the tools' positions
// alone. The band's material is in the block, its position does not move the block.
//
// Units mm, N, kPa (N/mm² = 1000 kPa). Quasi-static linear elasticity, small strain in this
// version. The block is what it is after kReferenceLoad_s; how its materials relax, fingers and
// needle each follow for the loads that they put on it.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "anatomy/atlas.h"
#include "core/result.h"
#include "core/vec3.h"
#include "softbody/prony.h"
#include "tissue/near_field.h"
#include "tissue/track_course.h"

namespace dryrun::tissue {

/// The stiffness in the table is that of tissue that has borne its load for so long: most of the
/// sources pressed slowly, and a finger of 15 N sinks 10 to 18 mm into the back by it. ASSUMED
inline constexpr double kReferenceLoad_s = 1.0;

/// Elastic constants of a tissue, and what it does to a needle of the reference diameter
/// (assets/materials/materials.json).
struct Material {
    double youngs_kPa = 10.0;       ///< across the fibre
    double poisson = 0.45;          ///< as the solver uses it; the tissue itself is nearer to 0.49
    double fibre_youngs_kPa = 0.0;  ///< along; 0: isotropic
    double fibre_shear_kPa = 0.0;
    double in_plane_kPa = 0.0;  ///< of skin and fascia as a membrane, beyond the bulk; 0: none
    double puncture_N = 0.0;    ///< of its upper face, 0: no membrane
    double face_N_per_mm = 0.2;
    double cutting_N = 0.0;
    double friction_N_per_mm = 0.0;               ///< kinetic, of the shaft
    double static_ratio = 1.2;                    ///< static over kinetic friction
    std::vector<softbody::PronyTerm> relaxation;  ///< of the whole elastic stress; none: elastic
};

class MaterialTable {
  public:
    /// assets/materials/materials.json. Errors: missing, malformed or out of range.
    static Result<MaterialTable> read_shipped();
    static Result<MaterialTable> parse(std::string_view text, const std::string& place);
    /// Material of a structure: the row whose name is the longest dotted beginning of the
    /// structure's name ("muscle.intercostal" for "muscle.intercostal.5.right"), else its tissue's.
    const Material& of(const anatomy::Structure& structure) const;
    /// The row of that name ("taut_band", "trigger_point"), which must be there.
    const Material& named(std::string_view name) const;
    const Material* find(std::string_view name) const;
    /// The same tissue under a needle of another diameter: puncture grows with its power 1.3,
    /// cutting with 1.2, friction with 1.0 (exponents in the table).
    Material for_diameter(const Material& material, double diameter) const;

  private:
    std::vector<std::pair<std::string, Material>> rows_;
    double reference_diameter_ = 0.25;
    double puncture_exponent_ = 1.3;
    double cutting_exponent_ = 1.2;
    double friction_exponent_ = 1.0;
};

/// A taut band in a muscle: a curved rod of stiffer, contracted fibre with a nodule in it.
struct TautBand {
    std::string name;              ///< of its trigger point
    std::vector<Vec3> centreline;  ///< along the fibres, at least two points
    double radius = 2.5;
    Vec3 nodule;  ///< centre of the trigger point, on the centreline
    double nodule_half_length = 3.2;
    double nodule_half_width = 1.6;
    double stiffness_ratio = 2.0;  ///< band over its muscle
};

/// Where a site is built: the nearest node of a grid to a place on the skin. Skin that faces
/// backwards has one grid seen from behind; skin that faces sideways or up (the shoulder's shelf,
/// the fold behind the armpit) has nodes in space, each for the skin nearest to it.
struct SitePlace {
    int column = 0;
    int row = 0;
    std::optional<int> level;  ///< the third number of a node in space, backwards
    friend bool operator==(const SitePlace&, const SitePlace&) = default;
};
/// With hysteresis: `current` is kept while `on_skin`, whose skin faces along `normal`, is within
/// it by a margin.
SitePlace place_for(const Vec3& on_skin, const SitePlace* current,
                    const Vec3& normal = {0.0, 1.0, 0.0});

/// What lies under a point of the skin down to what holds the block there: bone, or its base.
struct UnderSkin {
    double fat = 6.0;            ///< from the skin's lower face to the deep fascia
    double below_fascia = 20.0;  ///< none where what holds lies above its lower face
    double whole = 30.0;         ///< skin and fascia with it
};

/// Points of the tissue along a straight path, at a fixed spacing from the skin inward: station i
/// is the middle of the shaft's i-th piece, at (i + 1/2) spacing from the entry, and its load is
/// spread over that piece. At most kMostStations.
struct Track {
    Vec3 entry;      ///< at rest
    Vec3 direction;  ///< unit, inward, in space
    double spacing = 1.0;
    TrackCourse course;          ///< through tissue that the hands held when the track was laid
    std::vector<Vec3> stations;  ///< resting positions
    std::vector<anatomy::StructureId> structure;  ///< that holds each station
    std::vector<double>
        compliance;  ///< 3n × 3n row-major, mm/N, stations' displacements by forces, line-corrected
    std::vector<double> surface_response;  ///< see Site::track_response_to_surface
    std::vector<double> band_response;     ///< see Site::track_response_to_band
};
inline constexpr int kMostStations = 60;

/// So far a needle on a course may lie on the skin before it is in.
inline constexpr double kMostOnSkin = 4.0;

/// Where a straight needle's point at `travel` from the entry is in space.
Vec3 place_in_space(const Track& track, double travel);
/// The point of the resting tissue that it was in when the track was laid.
Vec3 place_at_rest(const Track& track, double path);
/// The needle's direction through the resting tissue there.
Vec3 direction_at_rest(const Track& track, double path);
/// Displacement of a station when the track was laid: what is felt there is told from it.
Vec3 laid_displacement(const Track& track, int station);

struct LayeredBody;  // tissue/layered_body.h

class Site : public std::enable_shared_from_this<Site> {
  public:
    /// Factors the block. About 0.1–0.5 s. Errors: the place has no skin. All elements are
    /// `stiffness_scale` times as stiff (softbody/scale.h).
    static Result<std::shared_ptr<const Site>> make(std::shared_ptr<const anatomy::Atlas> atlas,
                                                    const MaterialTable& materials,
                                                    const std::vector<TautBand>& bands,
                                                    SitePlace place, double stiffness_scale = 1.0);
    /// The same in any body of layers, for experiments with known answers.
    static Result<std::shared_ptr<const Site>> make_in(const LayeredBody& body,
                                                       const MaterialTable& materials,
                                                       const std::vector<TautBand>& bands,
                                                       SitePlace place,
                                                       double stiffness_scale = 1.0);
    ~Site();

    SitePlace place() const;
    /// The block's frame: origin on the skin, z outward.
    const Frame& frame() const;
    /// Whether a point of the skin lies where the surface is condensed.
    bool covers(const Vec3& on_skin) const;

    /// Stations every `spacing` to `length` or to bone; shaft radius enters the line correction.
    Track make_track(const Vec3& entry, const Vec3& direction, double length, double spacing,
                     double shaft_radius) const;
    /// The same on a course that was laid with this entry, direction, length and spacing.
    Track make_track(const Vec3& entry, const Vec3& direction, TrackCourse course, double length,
                     double spacing, double shaft_radius) const;

    // The surface patch: points of the skin that a pad can load along the inward normal.
    int surface_count() const;
    Vec3 surface_point(int i) const;
    Vec3 surface_normal(int i) const;  ///< outward
    const UnderSkin& under_surface(int i) const;
    /// Weights of the four patch points that carry a load at `on_skin`; false outside the patch.
    bool surface_weights(const Vec3& on_skin, int points[4], double weights[4]) const;
    /// Where point i stands on the patch, by columns and rows.
    std::array<int, 2> surface_place(int i) const;
    /// By the layers near this point of the skin.
    NearField near_field(const Vec3& on_skin) const;
    /// The layers in the middle of the patch, as its bricks have them.
    const softbody::BrickStack& layers_in_middle() const;
    /// Inward displacement of patch point i by 1 N inward at patch point j, mm/N.
    double surface_compliance(int i, int j) const;
    /// The same, all i for one j (the matrix is symmetric).
    std::span<const double> surface_compliance_row(int j) const;

    /// Displacement of a track's stations by 1 N inward at patch point j: 3n values, x, y, z a
    /// station. Stored in the track. By reciprocity it is also the inward displacement of patch
    /// point j by a unit force on each station.
    std::span<const double> track_response_to_surface(const Track& track, int j) const;
    void track_response_to_surface(const Track& track, int j, std::span<double> out) const;
    /// Displacement of patch points (inward) and stations by full active stress 1 kPa in a band.
    std::span<const double> surface_response_to_band(int band) const;
    std::span<const double> track_response_to_band(const Track& track, int band) const;

    /// All loads of a moment, for pictures and probes.
    struct Loads {
        std::vector<double> surface_N;  ///< inward, one a patch point
        std::vector<Vec3> track_N;      ///< on the tissue, one a station
        const Track* track = nullptr;
        std::vector<double> band_active_kPa;
    };
    /// The displacement field under `loads`; one back-solve.
    class Field {
      public:
        /// For pictures and probes. Never feeds the state.
        Vec3 at(const Vec3& resting_point) const;
        /// As a station of a track there is displaced.
        Vec3 on_shaft(const Vec3& resting_point) const;
        /// Of a field that is found where it is asked for: looks for some of what `on_shaft` will
        /// need there, so that it takes less then.
        void prepare_on_shaft(const Vec3& resting_point, int branches) const;
        ~Field();
        Field(Field&&) noexcept;

      private:
        friend class Site;
        struct Data;
        explicit Field(std::unique_ptr<Data> data);
        std::unique_ptr<Data> data_;
    };
    Field field(const Loads& loads) const;
    /// The field of loads on the patch alone, inward, one a point: found branch by branch of the
    /// block where it is asked for, so that a look at one place is cheap. For one thread at a time,
    /// and no longer than the site.
    Field field_by_surface(std::span<const double> surface_N) const;

    int element_count() const;
    int degrees_of_freedom() const;
    std::uint64_t hash() const;  ///< of what its skin gives, for the attempt's state hash

  private:
    friend class TrackLaying;  // tissue/track_laying.h
    struct Data;
    explicit Site(std::unique_ptr<const Data> data);
    std::unique_ptr<const Data> data_;
};

}  // namespace dryrun::tissue
