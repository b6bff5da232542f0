using System.Collections.Immutable;
using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;

namespace Infra.Backend.Checks;

/// <summary>A check of what settings lead to.</summary>
internal interface IPlanCheck
{
    void Check(ImmutableArray<ClusterPlan> plans, WrittenSettings written, SettingsErrors errors);
}

/// <summary>Checks the plans of a stack. Only settings without errors can be planned.</summary>
internal static class PlanReview
{
    /// <summary>Every implementation of <see cref="IPlanCheck"/>.</summary>
    internal static readonly IPlanCheck[] AllChecks =
    [
        new ObjectNameCheck(),
        new QuotaCheck(),
        new PatchCheck(),
        new ManifestCheck(),
        new AddonCheck(),
    ];

    /// <summary>Plans the stack, checks the plans, and returns them.</summary>
    public static ImmutableArray<ClusterPlan> Run(StackSettings settings, WrittenSettings written, string stack, SettingsErrors errors)
    {
        var plans = ClusterPlan.Create(settings, stack);
        foreach (var check in AllChecks)
        {
            check.Check(plans, written, errors);
        }

        return plans;
    }
}
