using Infra.Engine.Deployments.Importing;
using Infra.Engine.Errors;
using Infra.Engine.Resources;
using Infra.Engine.State;

namespace Infra.Engine.Operations.Importing;

/// <summary>The objects of an import file with the URNs their resources get.</summary>
public sealed record ImportList
{
    /// <summary>The objects.</summary>
    public required IReadOnlyList<ResourceImport> Imports { get; init; }

    /// <summary>The names of variables by URN, for the resources to import and those they refer to.</summary>
    public required IReadOnlyDictionary<Urn, string> Names { get; init; }

    /// <summary>The URNs of the resources to import.</summary>
    public required IReadOnlyList<Urn> Urns { get; init; }

    /// <summary>Resolves the names of an import file.</summary>
    /// <param name="file">The file.</param>
    /// <param name="stack">The stack to import to.</param>
    /// <param name="protect">True to protect the resources from deletion.</param>
    /// <exception cref="ConfigurationException">The file has errors, all of which the exception lists.</exception>
    public static ImportList Resolve(ImportFile file, StackName stack, bool protect) => new ImportResolver(file, stack, protect).Resolve();
}
