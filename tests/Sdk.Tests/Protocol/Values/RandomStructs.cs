using Google.Protobuf.WellKnownTypes;

namespace Sdk.Tests.Protocol.Values;

/// <summary>Generates random structs.</summary>
internal static class RandomStructs
{
    public static Struct Next(Random random) => RandomStruct(random, depth: 4);

    private static Struct RandomStruct(Random random, int depth)
    {
        var message = new Struct();
        for (var i = random.Next(6); i > 0; i--)
        {
            message.Fields[$"k{RandomText(random)}"] = RandomValue(random, depth);
        }

        return message;
    }

    private static Value RandomValue(Random random, int depth) =>
        random.Next(depth > 0 ? 6 : 4) switch
        {
            0 => Value.ForNull(),
            1 => Value.ForBool(random.Next(2) == 0),
            2 => Value.ForNumber(random.NextDouble() * 1e9),
            3 => Value.ForString(RandomText(random)),
            4 => Value.ForStruct(RandomStruct(random, depth - 1)),
            _ => Value.ForList([.. Enumerable.Range(0, random.Next(6)).Select(_ => RandomValue(random, depth - 1))]),
        };

    private static string RandomText(Random random) =>
        string.Concat(Enumerable.Range(0, random.Next(60)).Select(_ => "aZ0ü€𝄞"[..4][random.Next(4)]));
}
