using Infra.Yaml;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Infra.Engine.Projects.Yaml;

/// <summary>A key that occurs a second time in its mapping.</summary>
/// <param name="Key">The text of the key.</param>
/// <param name="Line">The line of the repetition.</param>
/// <param name="FirstLine">The line of the first occurrence.</param>
internal sealed record DuplicateKey(string Key, long Line, long FirstLine);

/// <summary>
/// Finds all duplicate keys. <see cref="YamlDotNet.RepresentationModel.YamlStream"/> stops at the first and names only one of its two
/// places.
/// </summary>
internal static class DuplicateKeys
{
    public static IReadOnlyList<DuplicateKey> In(string text)
    {
        var found = new List<DuplicateKey>();
        var parser = new BoundedYamlParser(text);
        try
        {
            parser.Consume<StreamStart>();
            while (parser.TryConsume<DocumentStart>(out _))
            {
                Visit(parser, found);
                parser.Consume<DocumentEnd>();
            }
        }
        catch (YamlException)
        {
            // The rest is not valid YAML, which the next load reports once the duplicates are gone.
        }

        return found;
    }

    private static void Visit(BoundedYamlParser parser, List<DuplicateKey> found)
    {
        if (parser.TryConsume<SequenceStart>(out _))
        {
            while (!parser.TryConsume<SequenceEnd>(out _))
            {
                Visit(parser, found);
            }
        }
        else if (parser.TryConsume<MappingStart>(out _))
        {
            VisitMapping(parser, found);
        }
        else
        {
            parser.MoveNext();
        }
    }

    private static void VisitMapping(BoundedYamlParser parser, List<DuplicateKey> found)
    {
        var lines = new Dictionary<string, long>(StringComparer.Ordinal);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            if (parser.Current is Scalar key && !lines.TryAdd(key.Value, key.Start.Line))
            {
                found.Add(new DuplicateKey(key.Value, key.Start.Line, lines[key.Value]));
            }

            Visit(parser, found);
            Visit(parser, found);
        }
    }
}
