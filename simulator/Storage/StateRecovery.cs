using System.Globalization;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Storage;

/// <summary>
/// Recovers the objects of a store from its snapshot and the changes since. Only the end of the last journal may be incomplete;
/// whatever else is missing or damaged is an error, since objects would be lost without a word.
/// </summary>
internal sealed class StateRecovery
{
    private readonly Dictionary<(GroupResource, string, string), KubeObject> _objects = [];

    private StateRecovery() { }

    /// <summary>The objects as of <see cref="Version"/>.</summary>
    public Dictionary<(GroupResource, string, string), KubeObject> Objects => _objects;

    /// <summary>The version of the last change.</summary>
    public long Version { get; private set; }

    /// <summary>Reads the files.</summary>
    /// <param name="snapshot">The snapshot, which may be missing where there are no journals.</param>
    /// <param name="journals">The journals in the order of their changes.</param>
    /// <exception cref="InvalidDataException">A file is damaged or missing.</exception>
    public static StateRecovery Run(string snapshot, IReadOnlyList<string> journals)
    {
        var recovery = new StateRecovery();
        if (File.Exists(snapshot))
        {
            recovery.ReadSnapshot(snapshot);
        }
        else if (journals.Count > 0)
        {
            throw new InvalidDataException($"{snapshot} is missing. The state of the cluster is damaged");
        }

        foreach (var journal in journals)
        {
            recovery.ReadJournal(journal, isLast: journal == journals[^1]);
        }

        return recovery;
    }

    /// <summary>Applies a change to a set of objects.</summary>
    public static void Apply(Dictionary<(GroupResource, string, string), KubeObject> objects, bool isDeleted, KubeObject item)
    {
        var key = (item.Resource, item.Namespace, item.Name);
        if (isDeleted)
        {
            objects.Remove(key);
        }
        else
        {
            objects[key] = item;
        }
    }

    // The first line has the version and the number of objects, which are on the lines after it.
    private void ReadSnapshot(string file)
    {
        long? expected = null;
        var last = 1;
        foreach (var (number, entry) in StateFile.Read(file, mayEndEarly: false))
        {
            last = number;
            if (expected is null)
            {
                expected = entry.Number("objects") ?? throw StateFile.Damage(file, number, "the number of objects is missing");
                Version = entry.Number("version") ?? throw StateFile.Damage(file, number, "the version is missing");
            }
            else
            {
                Apply(_objects, isDeleted: false, ParseObject(entry, file, number));
            }
        }

        if (_objects.Count != expected)
        {
            throw StateFile.Damage(
                file,
                last,
                string.Create(CultureInfo.InvariantCulture, $"the file ends after {_objects.Count} of {expected ?? 0} objects")
            );
        }
    }

    // The snapshot may contain the first changes already: the process ended before it deleted the journal. The name of a journal has its
    // first change, which tells what an earlier one must end with.
    private void ReadJournal(string file, bool isLast)
    {
        Expect(long.TryParse(Path.GetExtension(file).AsSpan(1), CultureInfo.InvariantCulture, out var first) ? first : 0, file, line: 1);
        foreach (var (number, entry) in StateFile.Read(file, mayEndEarly: isLast))
        {
            var version = entry.Number("version") ?? 0;
            Expect(version, file, number);
            if (version > Version)
            {
                var isDeleted = entry.Flag("deleted");
                Apply(_objects, isDeleted, ParseObject(entry, file, number));
                Version = version;
            }
        }
    }

    private void Expect(long version, string file, int line)
    {
        if (version > Version + 1)
        {
            throw StateFile.Damage(
                file,
                line,
                string.Create(CultureInfo.InvariantCulture, $"change {version} follows change {Version}; those between are missing")
            );
        }
    }

    private static KubeObject ParseObject(JsonObject entry, string file, int line)
    {
        if (entry.Map("object") is not { } body || entry.Text("resource") is not { } resource || entry.Number("version") is not { } version)
        {
            throw StateFile.Damage(file, line, "the object is missing");
        }

        entry.Remove("object");
        return new KubeObject(new GroupResource(entry.Text("group") ?? "", resource), body, version);
    }
}
