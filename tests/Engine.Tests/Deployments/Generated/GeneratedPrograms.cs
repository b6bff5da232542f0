using CsCheck;

namespace Engine.Tests.Deployments.Generated;

/// <summary>A resource of a generated program.</summary>
internal sealed record GeneratedResource
{
    /// <summary>Identifies the resource in all programs of a case.</summary>
    public required int Key { get; init; }

    /// <summary>Has a name of its own, with the other one as an alias.</summary>
    public required bool IsRenamed { get; init; }

    public required int Value { get; init; }

    /// <summary>Its change replaces the resource.</summary>
    public required int Immutable { get; init; }

    public required bool DeletesBeforeReplace { get; init; }

    /// <summary>The keys of resources before it.</summary>
    public required IReadOnlyList<int> DependsOn { get; init; }

    /// <summary>The key of a resource before it, or null for none.</summary>
    public required int? Parent { get; init; }

    public string Name => NameOf(Key, IsRenamed);

    public string OtherName => NameOf(Key, !IsRenamed);

    public override string ToString()
    {
        var parent = Parent?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "-";
        var flag = DeletesBeforeReplace ? " dbr" : "";
        return $"{Name}={Value}/{Immutable}{flag} on [{string.Join(',', DependsOn)}] in {parent}";
    }

    private static string NameOf(int key, bool isRenamed) => $"{(isRenamed ? 's' : 'r')}{key}";
}

/// <summary>What the provider does to an operation on a resource.</summary>
internal enum GeneratedFault
{
    None,

    /// <summary>It refuses the operation.</summary>
    Refused,

    /// <summary>It carries out the operation, and its answer is lost.</summary>
    Lost,

    /// <summary>It carries out the operation, but the resource does not become ready.</summary>
    NotReady,
}

/// <summary>An update of a case.</summary>
/// <param name="Program">The resources in the order of registration.</param>
/// <param name="Faults">The faults by key.</param>
/// <param name="IsDestroy">True to delete everything instead.</param>
internal sealed record GeneratedUpdate(IReadOnlyList<GeneratedResource> Program, IReadOnlyList<GeneratedFault> Faults, bool IsDestroy)
{
    public override string ToString() =>
        IsDestroy ? $"destroy, faults {string.Join(' ', Faults)}" : $"{string.Join("; ", Program)}, faults {string.Join(' ', Faults)}";
}

/// <summary>Generates updates that follow each other.</summary>
internal static class GeneratedPrograms
{
    /// <summary>The number of resources that programs choose from.</summary>
    private const int Keys = 5;

    private static readonly Gen<GeneratedUpdate> Update = Gen.Select(
        Gen.Select(Gen.Bool, Gen.Int[0, 9], Gen.Int[0, 63], Gen.Int[0, 31]).Array[Keys],
        Gen.Frequency(
            (8, Gen.Const(GeneratedFault.None)),
            (1, Gen.Const(GeneratedFault.Refused)),
            (1, Gen.Const(GeneratedFault.Lost)),
            (1, Gen.Const(GeneratedFault.NotReady))
        ).Array[Keys],
        Gen.Int[0, 9],
        (draws, faults, kind) => new GeneratedUpdate(Build(draws), faults, IsDestroy: kind == 9)
    );

    public static Gen<GeneratedUpdate[]> Cases { get; } = Update.Array[1, 4];

    private static List<GeneratedResource> Build((bool IsPresent, int Order, int Settings, int References)[] draws)
    {
        var program = new List<GeneratedResource>();
        var chosen = draws.Index().Where(draw => draw.Item.IsPresent).OrderBy(draw => draw.Item.Order).ThenBy(draw => draw.Index);
        foreach (var (key, (_, _, settings, references)) in chosen)
        {
            // A bit per setting, and a bit per resource before it.
            int[] before = [.. program.Select(resource => resource.Key).Where((_, index) => (references >> index & 1) == 1)];
            program.Add(
                new GeneratedResource
                {
                    Key = key,
                    IsRenamed = (settings & 1) == 1,
                    Value = settings >> 1 & 1,
                    Immutable = settings >> 2 & 1,
                    DeletesBeforeReplace = (settings >> 3 & 1) == 1,
                    Parent = (settings >> 4 & 3) == 3 && program.Count > 0 ? program[0].Key : null,
                    DependsOn = before,
                }
            );
        }

        return program;
    }
}
