using Google.Protobuf;
using Infra.Protocol.Messages;

namespace Sdk.Tests.Protocol.Messages;

public sealed class UnknownFieldTests
{
    [Fact]
    public void Parse_FieldOfANewerPulumi_IsPreserved()
    {
        // Field 1000, length-delimited: what a later version of RegisterResourceRequest might carry.
        byte[] newerField = [0xc2, 0x3e, 3, 1, 2, 3];
        byte[] wire = [.. new RegisterResourceRequest { Type = "a:b:C", Name = "n" }.ToByteArray(), .. newerField];

        Assert.Equal(wire, RegisterResourceRequest.Parser.ParseFrom(wire).ToByteArray());
    }
}
