using System.Collections.Immutable;
using Infra.Backend.Planning;
using Infra.Backend.Settings.Binding;
using Infra.Backend.Settings.Documents;

namespace Infra.Backend.Checks;

/// <summary>Checks that the planned objects of the same kind have different names, and that Services' names are not too long.</summary>
internal sealed class ObjectNameCheck : IPlanCheck
{
    /// <summary>The kind whose names are DNS labels (RFC 1035); most other names may have 253 characters.</summary>
    private const string Service = "Service";

    public void Check(ImmutableArray<ClusterPlan> plans, WrittenSettings written, SettingsErrors errors)
    {
        // Clusters with the same services have the same errors.
        var rejected = new HashSet<(SettingsPath Setting, string Name)>();
        foreach (var plan in plans)
        {
            Check(PlannedObject.List(plan), (item, problem, cure) =>
            {
                if (rejected.Add((item.Setting, item.Name)))
                {
                    errors.Add(written.Locate(item.Setting), item.Setting, problem, cure);
                }
            });
        }
    }

    /// <summary>Names of services come first, so that errors are reported at derived names.</summary>
    private static void Check(IEnumerable<PlannedObject> objects, Action<PlannedObject, string, string> reject)
    {
        var owners = new Dictionary<(string Kind, string Name), PlannedObject>();
        foreach (var item in objects.OrderBy(item => item.IsDerived))
        {
            if (!owners.TryAdd((item.Kind, item.Name), item))
            {
                var other = owners[(item.Kind, item.Name)];
                var problem =
                    $"its {item.Kind} would be named '{item.Name}', and {Describe(other)} already has one of that name{DescribeHolders(item, other)}";
                reject(item, problem, "rename one of the two");
            }
            else if (item.Kind == Service && item.Name.Length > KubernetesNames.LabelLength)
            {
                reject(
                    item,
                    $"its Service would be named '{item.Name}', which has {item.Name.Length} characters, and {KubernetesNames.LabelLength} are allowed",
                    $"shorten it by {item.Name.Length - KubernetesNames.LabelLength}"
                );
            }
        }
    }

    /// <summary>A store has objects for others: its owner alone does not say which.</summary>
    private static string DescribeHolders(PlannedObject item, PlannedObject other) =>
        (item.Holder, other.Holder) switch
        {
            (null, null) => "",
            ({ } mine, null) => $", for {mine}",
            (null, { } theirs) => $", for {theirs}",
            ({ } mine, { } theirs) => $": one is for {mine}, the other for {theirs}",
        };

    private static string Describe(PlannedObject item) =>
        item switch
        {
            { Owner: { } service } => $"'{service}'",
            _ when item.Setting == SettingsPath.Root => "the namespace itself",
            _ => $"the setting '{item.Setting}'",
        };
}
