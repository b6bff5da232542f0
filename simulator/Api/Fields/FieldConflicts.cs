using System.Text.Json.Nodes;

namespace Infra.Simulator.Api.Fields;

/// <summary>Creates the error of an apply that conflicts with other managers.</summary>
internal static class FieldConflicts
{
    public static FieldConflictException CreateException(IReadOnlyList<ManagedEntry> conflicts)
    {
        var all = conflicts
            .OrderBy(entry => entry.Manager.Key, StringComparer.Ordinal)
            .Select(entry => (Manager: entry.Manager.Format(), Paths: entry.Fields.Paths().ToList()))
            .ToList();
        var count = all.Sum(conflict => conflict.Paths.Count);
        var causes = all.SelectMany(conflict =>
            conflict.Paths.Select(path => new JsonObject
            {
                ["reason"] = "FieldManagerConflict",
                ["message"] = $"conflict with {conflict.Manager}",
                ["field"] = path,
            })
        );
        var text =
            count == 1
                ? $"conflict with {all[0].Manager}: {all[0].Paths[0]}"
                : string.Join(
                    '\n',
                    all.Select(conflict =>
                        $"conflicts with {conflict.Manager}:\n{string.Join('\n', conflict.Paths.Select(path => $"- {path}"))}"
                    )
                );
        return new FieldConflictException(
            conflicts,
            $"Apply failed with {count} conflict{(count == 1 ? "" : "s")}: {text}",
            new JsonObject { ["causes"] = new JsonArray([.. causes]) }
        );
    }
}
