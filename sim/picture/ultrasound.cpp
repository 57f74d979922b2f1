// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
#include "picture/ultrasound.h"

#include <algorithm>
#include <cmath>
#include <complex>

#include "core/random.h"
#include "picture/tissue_noise.h"

namespace dryrun::picture {
namespace {

using anatomy::Tissue;

constexpr double kLineStep = 0.2;      // between scan lines
constexpr double kSampleStep = 0.1;    // along them
constexpr double kPulse = 0.14;        // standard deviation of the pulse's envelope
constexpr double kFocus = 25.0;        // where the beam is narrowest
constexpr double kBeam = 0.22;         // its standard deviation there ...
constexpr double kBeamSpread = 0.012;  // ... and growth with the distance from the focus
constexpr double kDynamicRange_dB = 58.0;
constexpr double kFade_dB_per_mm = 0.16;  // what gain over depth does not make good
constexpr double kShadow = 0.001;         // of the amplitude is left behind bone
constexpr double kOutside = 3.0;          // lines begin this far above the face

// Root mean square amplitude of a tissue's scatterers against that of fascia's echo (ASSUMED).
double scatter_of(Tissue tissue) {
    switch (tissue) {
        case Tissue::Skin:
            return 0.20;
        case Tissue::Fat:
            return 0.035;
        case Tissue::Fascia:
            return 0.22;
        case Tissue::Muscle:
            return 0.032;
        case Tissue::Tendon:
            return 0.28;
        case Tissue::Ligament:
            return 0.22;
        case Tissue::Bone:
            return 0.02;
        case Tissue::Pleura:
            return 0.8;
        case Tissue::Lung:
            return 0.05;
        case Tissue::Kidney:
            return 0.06;
        case Tissue::Peritoneum:
            return 0.16;
        case Tissue::Nerve:
            return 0.12;
        case Tissue::Vessel:
            return 0.004;
        case Tissue::Canal:
            return 0.012;
        case Tissue::Other:
            break;
    }
    return 0.11;
}

// Of the echo where one tissue borders on the next, when square to the beam (ASSUMED).
double echo_between(Tissue above, Tissue below) {
    if (below == Tissue::Bone) return 2.6;
    if (below == Tissue::Pleura || below == Tissue::Lung) return 1.9;
    if (above == Tissue::Fascia || below == Tissue::Fascia) return 0.5;
    if (above == below) return 0.45;  // two muscles with their epimysium
    return 0.3;
}

struct Border {
    std::int32_t above = -1;  // structure, or outside
    std::int32_t below = -1;
    double depth = 0.0;  // from the face
};

struct ScanLine {
    std::vector<Border> borders;
    std::vector<std::int32_t> held;  // by sample: structure, or outside
    std::vector<Vec3> fibre;         // by border: of what lies below it; zero where there is none
};

Vec3 face_point(const UltrasoundProbe& probe, double across) {
    return probe.centre + probe.along * across;
}

ScanLine line_through(const anatomy::Atlas& atlas, const UltrasoundProbe& probe, double across,
                      double depth, int samples) {
    ScanLine line;
    line.held.assign(static_cast<std::size_t>(samples), -1);
    const Vec3 face = face_point(probe, across);
    const Vec3 from = face - probe.into * kOutside;
    const auto layers = atlas.layers_along(from, probe.into, depth + kOutside);
    if (!layers) return line;
    const double start = dot(layers->entry - face, probe.into);
    std::int32_t above = -1;
    for (const anatomy::LayerSpan& span : layers->spans) {
        const auto id = static_cast<std::int32_t>(span.structure);
        line.borders.push_back({above, id, start + span.enter});
        Vec3 fibre;
        const anatomy::Structure& structure = atlas.structure(span.structure);
        if (structure.tissue == Tissue::Muscle || structure.tissue == Tissue::Tendon) {
            const Vec3 middle = layers->entry + probe.into * (0.5 * (span.enter + span.exit));
            fibre = atlas.fibre_direction(span.structure, middle).value_or(Vec3{});
        }
        line.fibre.push_back(fibre);
        const auto sample = [&](double at) {
            return std::clamp(static_cast<int>(std::ceil(at / kSampleStep)), 0, samples);
        };
        for (int k = sample(start + span.enter); k < sample(start + span.exit); ++k)
            line.held[static_cast<std::size_t>(k)] = id;
        above = id;
    }
    return line;
}

// The amplitude that is left of an echo from that depth.
double faded(double depth) {
    constexpr double kNepersPer_dB = 0.115;  // ln 10 / 20
    return std::exp(-kFade_dB_per_mm * depth * kNepersPer_dB);
}

// How square a border is to the beam: the cosine of its slope, from where it lies a few lines
// aside.
double squareness(const std::vector<ScanLine>& lines, std::size_t column, const Border& border) {
    constexpr std::size_t kAside = 4;
    constexpr double kSteepest = 1.6;  // depth over way across
    double slope = 1.2;                // where it ends there
    for (const bool right : {false, true}) {
        if (right ? column + kAside >= lines.size() : column < kAside) continue;
        const ScanLine& other = lines[right ? column + kAside : column - kAside];
        for (const Border& there : other.borders) {
            if (there.below != border.below || there.above != border.above) continue;
            slope = std::min(slope, std::fabs(there.depth - border.depth) / (kAside * kLineStep));
        }
    }
    if (slope > kSteepest) return 0.0;
    return 1.0 / std::sqrt(1.0 + slope * slope);
}

// Two axes square to a fibre.
struct FibreAxes {
    Vec3 along;
    Vec3 across;
    Vec3 other;
};
FibreAxes axes_of(const Vec3& fibre, const Vec3& into) {
    FibreAxes axes;
    axes.along = fibre;
    axes.across = normalised(into - fibre * dot(into, fibre), {0.0, 0.0, 1.0});
    axes.other = cross(axes.along, axes.across);
    return axes;
}

// What gathers scatterers within a tissue: fibrous septa along a muscle's fibres, those between
// lobules of fat, the strands of a tendon.
double texture(Tissue tissue, const Vec3& at, const Vec3& fibre, const UltrasoundProbe& probe) {
    if (length(fibre) > 0.5) {
        const FibreAxes axes = axes_of(fibre, probe.into);
        const double along = dot(at, axes.along) / 18.0;
        const double across = dot(at, axes.across);
        const double other = dot(at, axes.other);
        // Thin septa between bundles, wide but flat, and the bundles' own grain.
        const double septa = tissue_noise({along, across / 0.9, other / 4.0});
        const double grain = tissue_noise({2.0 * along, across / 0.5, other / 1.2});
        const double septum = std::max(0.0, septa - 0.62) / 0.38;
        return 0.5 + 0.7 * grain + 9.0 * septum * septum;
    }
    if (tissue == Tissue::Fat) {
        const Vec3 own{dot(at, probe.along) / 6.0, dot(at, cross(probe.along, probe.into)) / 6.0,
                       dot(at, probe.into) / 1.5};
        const double septum = std::max(0.0, tissue_noise(own) - 0.64) / 0.36;
        return 0.7 + 8.0 * septum * septum;
    }
    return 0.7 + 0.6 * tissue_noise(at * 0.5);
}

// The frame before compression.
class Amplitudes {
  public:
    Amplitudes(int columns, int rows)
        : columns_(columns),
          rows_(rows),
          field_(static_cast<std::size_t>(columns) * static_cast<std::size_t>(rows)) {}
    std::complex<double>& at(int column, int row) { return field_[index(column, row)]; }
    int columns() const { return columns_; }
    int rows() const { return rows_; }

    // The pulse along each line, then the beam across the lines.
    void blur() {
        std::vector<std::complex<double>> line(static_cast<std::size_t>(rows_));
        for (int i = 0; i < columns_; ++i) {
            for (int j = 0; j < rows_; ++j)
                line[static_cast<std::size_t>(j)] = blurred(i, j, false, kPulse / kSampleStep);
            for (int j = 0; j < rows_; ++j) at(i, j) = line[static_cast<std::size_t>(j)];
        }
        std::vector<std::complex<double>> row(static_cast<std::size_t>(columns_));
        for (int j = 0; j < rows_; ++j) {
            const double beam = kBeam + kBeamSpread * std::fabs(j * kSampleStep - kFocus);
            for (int i = 0; i < columns_; ++i)
                row[static_cast<std::size_t>(i)] = blurred(i, j, true, beam / kLineStep);
            for (int i = 0; i < columns_; ++i) at(i, j) = row[static_cast<std::size_t>(i)];
        }
    }

  private:
    std::size_t index(int column, int row) const {
        return static_cast<std::size_t>(column) * static_cast<std::size_t>(rows_) +
               static_cast<std::size_t>(row);
    }
    // Weights of equal energy, so that speckle keeps its brightness however wide the beam is.
    std::complex<double> blurred(int column, int row, bool is_across, double sd) const {
        const int reach = static_cast<int>(std::ceil(2.5 * sd));
        std::complex<double> sum = 0.0;
        double energy = 0.0;
        for (int k = -reach; k <= reach; ++k) {
            const int i = is_across ? column + k : column;
            const int j = is_across ? row : row + k;
            if (i < 0 || i >= columns_ || j < 0 || j >= rows_) continue;
            const double weight = std::exp(-0.5 * k * k / (sd * sd));
            sum += weight * field_[index(i, j)];
            energy += weight * weight;
        }
        return sum / std::sqrt(energy);
    }

    int columns_;
    int rows_;
    std::vector<std::complex<double>> field_;
};

// What is left of the pulse below bone and lung, and where the lung begins.
struct Passage {
    double share = 1.0;
    double lung_from = -1.0;  // depth of its line
    double bone_from = -1.0;
};

// The lung moves past the wall: its speckle is that of the place it came from.
double slide_along(const anatomy::Atlas& atlas, const UltrasoundProbe& probe) {
    return dot(probe.along, Vec3{0.0, 0.0, -1.0}) * atlas.lung_slide();
}

// Air throws the pulse back and forth between lung and probe: lines at each multiple of its depth,
// fainter and fainter, over a haze.
double below_lung(double depth, double lung_from) {
    const double past = depth - lung_from;
    double amplitude = 0.05 * std::exp(-past / 8.0);
    double line = 0.125;
    for (int k = 2; k <= 4; ++k) {
        const double off = (depth - k * lung_from) / 0.35;
        amplitude += line * std::exp(-0.5 * off * off);
        line *= 0.5;
    }
    return amplitude;
}

void fill_line(const anatomy::Atlas& atlas, const UltrasoundProbe& probe,
               const std::vector<ScanLine>& lines, int column, Amplitudes& field) {
    const RandomStream speckle(7, "ultrasound speckle");
    const RandomStream lung_speckle(8, "ultrasound speckle");
    const ScanLine& line = lines[static_cast<std::size_t>(column)];
    const double across = (column - 0.5 * (field.columns() - 1)) * kLineStep;
    const Vec3 face = face_point(probe, across);
    const int slid = static_cast<int>(std::lround(slide_along(atlas, probe) / kLineStep));
    Passage passage;
    std::size_t next = 0;
    for (int row = 0; row < field.rows(); ++row) {
        const double depth = row * kSampleStep;
        std::complex<double> value = 0.0;
        for (; next < line.borders.size() && line.borders[next].depth <= depth; ++next) {
            const Border& border = line.borders[next];
            const Tissue below =
                atlas.structure(static_cast<anatomy::StructureId>(border.below)).tissue;
            const Tissue above =
                border.above < 0
                    ? Tissue::Other
                    : atlas.structure(static_cast<anatomy::StructureId>(border.above)).tissue;
            const double square = squareness(lines, static_cast<std::size_t>(column), border);
            const double echo = echo_between(above, below) * square * square * square;
            value += echo * passage.share * faded(depth);
            if (below == Tissue::Bone && passage.bone_from < 0.0) {
                passage.bone_from = depth;
            }
            if (below == Tissue::Lung && passage.lung_from < 0.0 && passage.bone_from < 0.0)
                passage.lung_from = depth;
        }
        if (passage.bone_from >= 0.0 && depth > passage.bone_from + 0.5) passage.share = kShadow;
        const std::int32_t held = line.held[static_cast<std::size_t>(row)];
        if (held >= 0) {
            const Tissue tissue = atlas.structure(static_cast<anatomy::StructureId>(held)).tissue;
            const bool is_lung = passage.lung_from >= 0.0;
            const std::size_t layer = next > 0 ? next - 1 : 0;
            const Vec3 fibre = next > 0 ? line.fibre[layer] : Vec3{};
            const double amplitude =
                is_lung
                    ? below_lung(depth, passage.lung_from)
                    : scatter_of(tissue) *
                          texture(tissue, face + probe.into * depth - probe.centre, fibre, probe);
            const RandomStream& stream = is_lung ? lung_speckle : speckle;
            constexpr int kMostSlid = 4096;  // columns; keeps the number positive
            const int came_from = kMostSlid + (is_lung ? column - slid : column);
            const auto tick = static_cast<std::uint64_t>(came_from);
            const std::uint64_t place =
                is_lung ? static_cast<std::uint64_t>((depth - passage.lung_from) / kSampleStep)
                        : static_cast<std::uint64_t>(row);
            const double gain = passage.share * faded(depth);
            value += amplitude * gain *
                     std::complex<double>(stream.normal(tick, 2 * place),
                                          stream.normal(tick, 2 * place + 1));
        }
        field.at(column, row) = value;
    }
}

UltrasoundFrame compressed(Amplitudes& field, double depth) {
    UltrasoundFrame frame;
    frame.columns = field.columns();
    frame.rows = field.rows();
    frame.width = kProbeWidth;
    frame.depth = depth;
    frame.brightness.resize(static_cast<std::size_t>(frame.columns) *
                            static_cast<std::size_t>(frame.rows));
    constexpr double kFull = 1.1;  // the amplitude that is white
    for (int j = 0; j < frame.rows; ++j) {
        for (int i = 0; i < frame.columns; ++i) {
            const double amplitude = std::abs(field.at(i, j)) / kFull;
            const double dB = 20.0 * std::log10(std::max(amplitude, 1e-6));
            const double share = 1.0 + dB / kDynamicRange_dB;
            frame.brightness[static_cast<std::size_t>(j) * static_cast<std::size_t>(frame.columns) +
                             static_cast<std::size_t>(i)] =
                static_cast<float>(std::clamp(share, 0.0, 1.0));
        }
    }
    return frame;
}

}  // namespace

Result<UltrasoundProbe> place_probe(const anatomy::Atlas& atlas, const SectionPlane& plane) {
    const auto skin = atlas.skin_at(plane.probe);
    if (!skin) {
        return Error{ErrorKind::BadInput,
                     "there is no skin of the back for a probe at " + plane.name, "plane",
                     "choose a plane that crosses the modelled back"};
    }
    UltrasoundProbe probe;
    probe.centre = skin->point;
    probe.into =
        -normalised(skin->normal - plane.normal * dot(skin->normal, plane.normal), skin->normal);
    probe.along = normalised(cross(plane.normal, probe.into));
    // Cranial is on the left; in a section across the body the patient's left is.
    const Vec3 rightwards = std::fabs(probe.along.z) > 0.3 ? Vec3{0, 0, -1} : Vec3{-1, 0, 0};
    if (dot(probe.along, rightwards) < 0.0) probe.along = -probe.along;
    probe.name = plane.name;
    return probe;
}

UltrasoundFrame scan(const anatomy::Atlas& atlas, const UltrasoundProbe& probe, double depth) {
    const int columns = static_cast<int>(std::lround(kProbeWidth / kLineStep)) + 1;
    const int rows = static_cast<int>(std::lround(depth / kSampleStep)) + 1;
    std::vector<ScanLine> lines;
    for (int i = 0; i < columns; ++i) {
        const double across = (i - 0.5 * (columns - 1)) * kLineStep;
        lines.push_back(line_through(atlas, probe, across, depth, rows));
    }
    Amplitudes field(columns, rows);
    for (int i = 0; i < columns; ++i) fill_line(atlas, probe, lines, i, field);
    field.blur();
    return compressed(field, depth);
}

std::vector<UltrasoundLabel> ultrasound_labels(const anatomy::Atlas& atlas,
                                               const UltrasoundProbe& probe, double depth) {
    constexpr double kThinnest = 2.0;
    std::vector<UltrasoundLabel> labels;
    for (const double across : {0.0, 8.0, -8.0, 16.0, -16.0}) {
        const Vec3 from = face_point(probe, across) - probe.into * kOutside;
        const auto layers = atlas.layers_along(from, probe.into, depth + kOutside);
        if (!layers) continue;
        const double start = dot(layers->entry - face_point(probe, across), probe.into);
        for (const anatomy::LayerSpan& span : layers->spans) {
            const anatomy::Structure& structure = atlas.structure(span.structure);
            const double end = std::min(span.exit, depth - start);
            const bool is_line = structure.tissue == Tissue::Pleura;
            if (!is_line && end - span.enter < kThinnest) continue;
            const bool is_known = std::any_of(labels.begin(), labels.end(), [&](const auto& label) {
                return label.text == structure.name;
            });
            if (!is_known && structure.name != "beyond")
                labels.push_back({structure.name, start + 0.5 * (span.enter + end), across});
            if (structure.tissue == Tissue::Bone || is_line) break;
        }
    }
    std::sort(labels.begin(), labels.end(),
              [](const auto& a, const auto& b) { return a.depth < b.depth; });
    return labels;
}

}  // namespace dryrun::picture
