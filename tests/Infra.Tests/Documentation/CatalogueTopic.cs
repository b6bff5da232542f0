using System.Collections.Immutable;

namespace Infra.Tests.Documentation;

/// <summary>A page of the catalogue's documentation.</summary>
internal sealed record CatalogueTopic
{
    /// <summary>The page's file name without its extension.</summary>
    public required string Name { get; init; }

    public required string Title { get; init; }

    /// <summary>One sentence for the index and the head of the page.</summary>
    public required string Summary { get; init; }

    /// <summary>The settings records that the page describes, in this order.</summary>
    public required ImmutableArray<Type> Records { get; init; }

    /// <summary>A short excerpt of the file that <see cref="ExampleFile"/> names.</summary>
    public required string Example { get; init; }

    public ExampleFile ExampleFile { get; init; } = ExampleFile.Catalogue;

    public string File => $"{Name}.md";
}

/// <summary>The file that an example belongs in.</summary>
internal enum ExampleFile
{
    /// <summary><c>stacks/services.yaml</c>, which all stacks share.</summary>
    Catalogue,

    /// <summary><c>stacks/Pulumi.&lt;stack&gt;.yaml</c>.</summary>
    Stack,

    /// <summary><c>stacks/rehearsals/&lt;name&gt;.yaml</c>.</summary>
    Rehearsal,
}
