using System.Reflection;

namespace Infra.Simulator.Schema;

/// <summary>Reads an embedded file with a line for each definition, below the package of the definitions in brackets.</summary>
internal static class DefinitionLines
{
    /// <summary>The full names of the definitions with the rest of their lines. Comments begin with <c>#</c>.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Read(string resource)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!;
        using var reader = new StreamReader(stream);
        var package = "";
        while (reader.ReadLine() is { } line)
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            if (line[0] == '[')
            {
                package = line[1..^1] + ".";
            }
            else if (line.IndexOf(' ', StringComparison.Ordinal) is var space and > 0)
            {
                yield return KeyValuePair.Create(package + line[..space], line[(space + 1)..]);
            }
        }
    }
}
