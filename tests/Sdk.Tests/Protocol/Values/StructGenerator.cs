using CsCheck;
using Google.Protobuf.WellKnownTypes;

namespace Sdk.Tests.Protocol.Values;

/// <summary>Generates structs of any shape, up to a depth of four.</summary>
internal static class StructGenerator
{
    private static readonly Gen<string> AnyText = Gen.Char["aZ0ü€"].Array[0, 59].Select(characters => new string(characters));

    private static readonly Gen<Value>[] Scalars =
    [
        Gen.Const(Value.ForNull()),
        Gen.Bool.Select(Value.ForBool),
        Gen.Double[-1e9, 1e9].Select(Value.ForNumber),
        AnyText.Select(Value.ForString),
    ];

    public static Gen<Struct> AnyStruct { get; } = StructOfDepth(4);

    private static Gen<Struct> StructOfDepth(int depth) =>
        // Protobuf for .NET omits an empty name, which other implementations write.
        Gen.Select(AnyText.Select(name => "k" + name), ValueOfDepth(depth))
            .Array[0, 5]
            .Select(fields =>
            {
                var message = new Struct();
                foreach (var (name, value) in fields)
                {
                    message.Fields[name] = value;
                }

                return message;
            });

    private static Gen<Value> ValueOfDepth(int depth) =>
        depth == 0
            ? Gen.OneOf(Scalars)
            : Gen.OneOf([
                .. Scalars,
                StructOfDepth(depth - 1).Select(Value.ForStruct),
                ValueOfDepth(depth - 1).Array[0, 5].Select(values => Value.ForList(values)),
            ]);
}
