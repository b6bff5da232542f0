namespace Sdk.Tests.Api;

/// <summary>Reads an API listing: the lines of each type by the type's name, its attributes and declaration among them.</summary>
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

    /// <summary>The name is the last word of the declaration before its parents; a delegate's declaration is its name.</summary>
    private static string Name(List<string> block)
    {
        var declaration = block.First(line => !line.StartsWith('['));
        return declaration.Contains(" delegate ", StringComparison.Ordinal) ? declaration : declaration.Split(" : ")[0].Split(' ', 2)[1];
    }
}
