// SPDX-FileCopyrightText: 2026 The DryRun authors
// SPDX-License-Identifier: Apache-2.0
//
// Dry friction: what rubs sticks up to a limit that is higher at rest than in motion, gives a
// little before it slides (Dahl 1968), and slides the harder the faster (Hayward 2009 on the
// element, Armstrong-Hélouvry 1994 on the curve). One law for the needle's shaft and for the
// bench's slider. mm, N, mm/s.
#pragma once

#include <optional>

namespace dryrun::softbody {

/// The numbers are ASSUMED for steel in tissue; no measurement of a filiform needle was found.
struct FrictionLaw {
    double presliding = 0.15;        ///< give at which the kinetic limit is reached, above 0
    double waning_mm_s = 1.0;        ///< static wanes to 1/e at that speed; 0: at the first slip
    double growth_per_decade = 0.1;  ///< of kinetic, of speed above 1 mm/s, at most to 1.3
    double scale = 1.0;              ///< on all that it holds (scale.h)
};

struct FrictionLimit {
    double kinetic = 0.0;
    double at_rest = 0.0;
};

/// The most that friction can hold while it slides at `speed_mm_s`, not negative.
double most_at(const FrictionLaw& law, const FrictionLimit& limit, double speed_mm_s);

/// A mass on a spring that rubs on the ground (stick and slip), the spring's other end driven at a
/// steady speed; at rest at first, the spring slack. N, mm, s; kg are N s²/mm / 1000.
class Slider {
  public:
    struct Set {
        double mass_g = 5.0;
        double spring_N_per_mm = 0.1;
        double drive_mm_s = 5.0;
        FrictionLimit limit;
        double viscous_Ns_per_mm = 0.0;  ///< on the speed of slip
    };
    /// `law` without presliding: the slider sticks fast.
    Slider(const Set& set, const FrictionLaw& law, double at = 0.0)
        : set_(set), law_(law), x_(at) {}

    /// Goes on by `step_s`, finding within it when it comes loose and when it stops.
    void advance(double step_s);

    double time_s() const { return time_; }
    double at() const { return x_; }
    double speed_mm_s() const { return speed_; }
    double spring_N() const { return set_.spring_N_per_mm * (set_.drive_mm_s * time_ - x_); }
    /// When it last came loose, and the time from the slip before to that one.
    std::optional<double> loosened_s() const { return loosened_; }
    std::optional<double> period_s() const { return period_; }

  private:
    double rest_of_stick(double step_s) const;
    double slide(double step_s);

    Set set_;
    FrictionLaw law_;
    double time_ = 0.0;
    double x_ = 0.0;
    double speed_ = 0.0;
    double sense_ = 0.0;  // of the slip, 0 while it sticks
    std::optional<double> loosened_, period_;
};

}  // namespace dryrun::softbody
