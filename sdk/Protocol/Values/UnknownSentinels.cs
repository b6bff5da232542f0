namespace Infra.Protocol.Values;

/// <summary>The strings that represent unknown values, one per kind.</summary>
public static class UnknownSentinels
{
    /// <summary>An unknown string, or an unknown value of any kind.</summary>
    public const string String = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

    /// <summary>An unknown boolean.</summary>
    public const string Boolean = "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7";

    /// <summary>An unknown number.</summary>
    public const string Number = "3eeb2bf0-c639-47a8-9e75-3b44932eb421";

    /// <summary>An unknown array.</summary>
    public const string Array = "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2";

    /// <summary>An unknown asset.</summary>
    public const string Asset = "030794c1-ac77-496b-92df-f27374a8bd58";

    /// <summary>An unknown archive.</summary>
    public const string Archive = "e48ece36-62e2-4504-bad9-02848725956a";

    /// <summary>An unknown object.</summary>
    public const string Object = "dd056dcd-154b-4c76-9bd3-c8f88648b5ff";

    /// <summary>Gets the sentinel of a kind.</summary>
    public static string Get(UnknownKind kind) =>
        kind switch
        {
            UnknownKind.Boolean => Boolean,
            UnknownKind.Number => Number,
            UnknownKind.Array => Array,
            UnknownKind.Object => Object,
            UnknownKind.Asset => Asset,
            UnknownKind.Archive => Archive,
            _ => String,
        };

    /// <summary>Finds the kind of a sentinel; null for any other string.</summary>
    public static UnknownKind? Find(string text)
    {
        // The length rules out nearly every other string.
        if (text.Length != String.Length)
        {
            return null;
        }

        return text switch
        {
            String => UnknownKind.String,
            Boolean => UnknownKind.Boolean,
            Number => UnknownKind.Number,
            Array => UnknownKind.Array,
            Object => UnknownKind.Object,
            Asset => UnknownKind.Asset,
            Archive => UnknownKind.Archive,
            _ => null,
        };
    }
}
