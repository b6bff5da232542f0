namespace Infra.Generator.Packages;

/// <summary>Finds the nested types that a package needs.</summary>
internal static class Reachability
{
    /// <summary>Returns the definitions that the given types refer to, directly or indirectly.</summary>
    public static HashSet<string> From(IEnumerable<ValueType> roots, Func<string, IEnumerable<ValueType>> getFields)
    {
        var reached = new HashSet<string>();
        var open = new Queue<string>(Mentioned(roots));
        while (open.TryDequeue(out var definition))
        {
            if (reached.Add(definition))
            {
                Mentioned(getFields(definition)).ToList().ForEach(open.Enqueue);
            }
        }

        return reached;
    }

    private static IEnumerable<string> Mentioned(IEnumerable<ValueType> types) => types.SelectMany(type => type.Definitions());
}
