using System.Globalization;
using Infra.Simulator.Informers;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Controllers.Namespaces;

/// <summary>What is left of the content of a namespace being deleted, and the conditions that say so.</summary>
/// <param name="Remaining">The objects that are counted.</param>
/// <param name="Failures">The kinds whose objects should have gone.</param>
/// <param name="IsGone">Whether nothing is left.</param>
internal sealed record NamespaceContent(IReadOnlyList<KubeObject> Remaining, IReadOnlyList<string> Failures, bool IsGone)
{
    /// <summary>The content after the deletion of all kinds.</summary>
    public static NamespaceContent Counting(IReadOnlyList<KubeObject> remaining, IReadOnlyList<string> failures) =>
        new(remaining, failures, remaining.Count == 0);

    /// <summary>The conditions of the namespace.</summary>
    public IEnumerable<Condition> Describe()
    {
        yield return new Condition(
            "NamespaceDeletionDiscoveryFailure",
            "False",
            "ResourcesDiscovered",
            "All resources successfully discovered"
        );
        yield return new Condition(
            "NamespaceDeletionGroupVersionParsingFailure",
            "False",
            "ParsedGroupVersions",
            "All legacy kube types successfully parsed"
        );
        yield return Failures.Count == 0
            ? new Condition(
                "NamespaceDeletionContentFailure",
                "False",
                "ContentDeleted",
                "All content successfully deleted, may be waiting on finalization"
            )
            : new Condition(
                "NamespaceDeletionContentFailure",
                "True",
                "ContentDeletionFailed",
                $"Failed to delete all resource types, {Text(Failures.Count)} remaining: "
                    + string.Join(", ", Failures.Order(StringComparer.Ordinal))
            );
        var resources = Count(Remaining.Select(item => $"{item.Resource.Resource}.{item.Resource.Group}"), "has");
        yield return resources.Length == 0
            ? new Condition("NamespaceContentRemaining", "False", "ContentRemoved", "All content successfully removed")
            : new Condition("NamespaceContentRemaining", "True", "SomeResourcesRemain", $"Some resources are remaining: {resources}");
        var finalizers = Count(Remaining.SelectMany(item => item.Finalizers), "in");
        yield return finalizers.Length == 0
            ? new Condition("NamespaceFinalizersRemaining", "False", "ContentHasNoFinalizers", "All content-preserving finalizers finished")
            : new Condition(
                "NamespaceFinalizersRemaining",
                "True",
                "SomeFinalizersRemain",
                $"Some content in the namespace has finalizers remaining: {finalizers}"
            );
    }

    private static string Count(IEnumerable<string> names, string verb) =>
        string.Join(
            ", ",
            names
                .GroupBy(name => name, StringComparer.Ordinal)
                .Select(group => $"{group.Key} {verb} {Text(group.Count())} resource instances")
                .Order(StringComparer.Ordinal)
        );

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
