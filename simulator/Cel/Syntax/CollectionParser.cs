namespace Infra.Simulator.Cel.Syntax;

/// <summary>Parses lists, maps and objects.</summary>
internal sealed class CollectionParser(TokenReader tokens, Func<CelExpression> parseExpression)
{
    public StructLiteral ParseStruct(string name)
    {
        var open = tokens.Take();
        while (!tokens.Peek().Is("}"))
        {
            tokens.TryTake("?", out _);
            tokens.TakeField(open);
            tokens.Expect(":");
            parseExpression();
            if (!tokens.TryTake(",", out _))
            {
                break;
            }
        }
        tokens.Expect("}");
        return new StructLiteral(open.Position, name);
    }

    public ListLiteral ParseList(CelToken open)
    {
        var (elements, optional) = (new List<CelExpression>(), new HashSet<int>());
        tokens.ExpectStart("]", ",", "?");
        while (!tokens.Peek().Is("]") && !(elements.Count == 0 && tokens.TryTake(",", out _)))
        {
            if (tokens.TryTake("?", out _))
            {
                optional.Add(elements.Count);
            }

            elements.Add(parseExpression());
            tokens.ExpectOneOf("]", ",");
            if (!tokens.TryTake(",", out _))
            {
                break;
            }
        }
        tokens.Expect("]");
        return new ListLiteral(open.Position, elements, optional);
    }

    public MapLiteral ParseMap(CelToken open)
    {
        var entries = new List<MapEntry>();
        tokens.ExpectStart("}", ",", "?");
        while (!tokens.Peek().Is("}") && !(entries.Count == 0 && tokens.TryTake(",", out _)))
        {
            var isOptional = tokens.TryTake("?", out _);
            var key = parseExpression();
            tokens.Expect(":");
            entries.Add(new MapEntry(key, parseExpression(), isOptional));
            tokens.ExpectOneOf("}", ",");
            if (!tokens.TryTake(",", out _))
            {
                break;
            }
        }
        tokens.Expect("}");
        return new MapLiteral(open.Position, entries);
    }
}
