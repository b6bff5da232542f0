namespace Sdk.Tests.Api;

/// <summary>Parses an API listing: by type, its lines, including attributes and the declaration.</summary>
internal static class ListedTypes
{
    public static Dictionary<string, HashSet<string>> Read(TextReader listing)
    {
        var types = new Dictionary<string, HashSet<string>>();
        var block = new List<string>();
        while (listing.ReadLine() is { } line)
        {
            if (line.Length == 0)
            {
                types.Add(Name(block), [.. block]);
                block.Clear();
            }
            else if (!line.StartsWith("// ", StringComparison.Ordinal))
            {
                block.Add(line.Trim());
            }
        }

        return types;
    }

    /// <summary>Returns the last word of the declaration before its base types; for a delegate the whole declaration.</summary>
    private static string Name(List<string> block)
    {
        var declaration = block.First(line => !line.StartsWith('['));
        return declaration.Contains(" delegate ", StringComparison.Ordinal) ? declaration : declaration.Split(" : ")[0].Split(' ', 2)[1];
    }
}
