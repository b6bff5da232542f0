using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Infra.Engine.Projects.Yaml;

/// <summary>A key that its mapping has already.</summary>
/// <param name="Key">The key.</param>
/// <param name="Line">Where it stands again.</param>
/// <param name="FirstLine">Where it stands first.</param>
internal sealed record DuplicateKey(string Key, long Line, long FirstLine);

/// <summary>Finds every key that stands twice in one mapping; the reader of documents stops at the first and does not tell where the other one is.</summary>
internal static class DuplicateKeys
{
    public static IReadOnlyList<DuplicateKey> In(string text)
    {
        var found = new List<DuplicateKey>();
        var parser = new Parser(new StringReader(text));
        try
        {
            parser.Consume<StreamStart>();
            while (parser.TryConsume<DocumentStart>(out _))
            {
                Visit(parser, found);
                parser.Consume<DocumentEnd>();
            }
        }
        catch (Exception error) when (error is YamlException or InvalidOperationException)
        {
            // The rest is no YAML. That is reported once the keys are right.
        }

        return found;
    }

    private static void Visit(Parser parser, List<DuplicateKey> found)
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

    private static void VisitMapping(Parser parser, List<DuplicateKey> found)
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
