using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments.Planning.Plans;

/// <summary>Compares a resource with its planned goal state. Unknown planned values accept any value, also none.</summary>
internal static class GoalConstraint
{
    /// <summary>Describes the differences, without values: they may be secret.</summary>
    public static IEnumerable<string> FindDifferences(ResourceState planned, ResourceState actual)
    {
        string[] properties =
        [
            .. Compare(PropertyPath.Root, new PropertyObject(planned.Inputs), new PropertyObject(actual.Inputs))
                .Select(path => path.ToString())
                .Order(StringComparer.Ordinal),
        ];
        if (properties.Length > 0)
        {
            yield return $"properties changed: {string.Join(", ", properties)}";
        }

        foreach (var (option, isSame) in CompareOptions(planned, actual))
        {
            if (!isSame)
            {
                yield return $"{option} changed";
            }
        }
    }

    private static IEnumerable<(string Option, bool IsSame)> CompareOptions(ResourceState planned, ResourceState actual)
    {
        yield return ("parent", IsSame(planned.Parent, actual.Parent));
        yield return ("provider", IsSame(planned.Provider, actual.Provider));
        yield return ("protect", planned.Protect == actual.Protect);
        yield return ("retainOnDelete", planned.RetainOnDelete == actual.RetainOnDelete);
        yield return ("deletedWith", IsSame(planned.DeletedWith, actual.DeletedWith));
        yield return ("ignoreChanges", planned.IgnoreChanges.ToHashSet().SetEquals(actual.IgnoreChanges));
        yield return ("replaceOnChanges", planned.ReplaceOnChanges.ToHashSet().SetEquals(actual.ReplaceOnChanges));
        yield return ("additionalSecretOutputs", planned.AdditionalSecretOutputs.ToHashSet().SetEquals(actual.AdditionalSecretOutputs));
        yield return ("customTimeouts", planned.CustomTimeouts == actual.CustomTimeouts);
        yield return ("import", planned.ImportId == actual.ImportId);

        // Values that the plan did not know may bring dependencies, but none may disappear.
        yield return ("dependencies", planned.Dependencies.All(actual.Dependencies.Contains));
    }

    private static bool IsSame(Urn planned, Urn actual) => planned == actual || (planned.IsEmpty && actual.IsEmpty);

    // The id of a provider that the plan creates is unknown, as is that of one that it replaces.
    private static bool IsSame(ProviderReference? planned, ProviderReference? actual) =>
        planned?.Urn == actual?.Urn && (planned?.Id == ProviderReference.UnknownId || planned?.Id == actual?.Id);

    private static IEnumerable<PropertyPath> Compare(PropertyPath path, PropertyValue? planned, PropertyValue? actual) =>
        (planned, actual) switch
        {
            (PropertyUnknown, _) or (PropertySecret { Value: PropertyUnknown }, _) => [],
            (PropertyOutput { Value: null }, _) => [],
            (PropertySecret before, PropertySecret after) => Compare(path, before.Value, after.Value),
            (PropertyObject before, PropertyObject after) => before
                .Properties.Keys.Union(after.Properties.Keys)
                .SelectMany(key => Compare(path.Append(key), before.Properties.Find(key), after.Properties.Find(key))),
            (PropertyArray before, PropertyArray after) when before.Elements.Length == after.Elements.Length => before.Elements.SelectMany(
                (element, i) => Compare(path.Append(i), element, after.Elements[i])
            ),
            _ => Equals(planned, actual) ? [] : [path],
        };
}
