namespace Infra.Engine.Resources.Selection;

/// <summary>The resources an operation is limited to, and those it replaces. Targets and excludes cannot be combined.</summary>
public sealed record ResourceSelection
{
    /// <summary>All resources, none of them replaced without need.</summary>
    public static ResourceSelection All { get; } = new();

    /// <summary>The resources to limit the operation to; empty for all.</summary>
    public IReadOnlyList<UrnPattern> Targets { get; init; } = [];

    /// <summary>True to include the direct and indirect dependents of the targets.</summary>
    public bool IncludesDependents { get; init; }

    /// <summary>The resources to leave as they are.</summary>
    public IReadOnlyList<UrnPattern> Excludes { get; init; } = [];

    /// <summary>True to leave the direct and indirect dependents of the excluded resources as they are, too.</summary>
    public bool ExcludesDependents { get; init; }

    /// <summary>The resources to replace although nothing requires it.</summary>
    public IReadOnlyList<UrnPattern> Replaces { get; init; } = [];

    /// <summary>True where the operation is limited to some resources.</summary>
    public bool IsLimited => Targets.Count > 0 || Excludes.Count > 0;

    /// <summary>True where the user asked to replace a resource.</summary>
    public bool IsReplaced(Urn urn) => Replaces.Any(pattern => pattern.Matches(urn));

    /// <summary>
    /// Lists the resources of a state that a refresh or another operation without a program covers. Dependents follow their dependencies.
    /// </summary>
    /// <param name="resources">The resources, each after its dependencies.</param>
    public IReadOnlyList<ResourceState> Select(IEnumerable<ResourceState> resources)
    {
        var selected = new SelectedResources(this);
        return [.. resources.Where(selected.Add)];
    }

    /// <summary>Finds the patterns without wildcards that match none of the resources.</summary>
    /// <param name="patterns">The targets, excludes or replaced resources.</param>
    /// <param name="urns">The URNs of all resources of the stack and the program.</param>
    internal static IReadOnlyList<UrnPattern> FindUnmatched(IEnumerable<UrnPattern> patterns, IReadOnlyCollection<Urn> urns) =>
        [.. patterns.Where(pattern => !pattern.IsGlob && !urns.Any(pattern.Matches))];

    /// <summary>Describes a pattern that matches no resource, in Pulumi's words.</summary>
    internal static string DescribeUnmatched(UrnPattern pattern) =>
        $"Target '{pattern}' could not be found in the stack."
        + (pattern.Text.Contains('$', StringComparison.Ordinal) ? "" : " Did you forget to escape $ in your shell?");
}
