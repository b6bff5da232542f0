using Infra.Engine.Programs;

namespace Engine.Tests.Programs;

/// <summary>A program is queried, and its plan taken for the update, only if it declares the contract.</summary>
public sealed class ProgramContractTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("infra-contract-").FullName;

    [Theory]
    [InlineData("""{ "runtimeOptions": { "configProperties": { "Infra.ProgramContract": 2 } } }""", 2)]
    [InlineData("""{ "runtimeOptions": { "configProperties": { "Infra.ProgramContract": "3" } } }""", 3)]
    [InlineData("""{ "runtimeOptions": { "configProperties": { "Infra.ProgramContract": 1 } } }""", 1)]
    [InlineData("""{ "runtimeOptions": { "configProperties": { "Infra.ProgramContract": "yes" } } }""", 0)]
    [InlineData("""{ "runtimeOptions": { "configProperties": {} } }""", 0)]
    [InlineData("""{ "runtimeOptions": {} }""", 0)]
    [InlineData("{}", 0)]
    public void ReadVersion_ReadsTheRuntimeConfiguration(string configuration, int expected)
    {
        File.WriteAllText(Path.Combine(_folder, "shop.runtimeconfig.json"), configuration);

        Assert.Equal(expected, ProgramContract.ReadVersion(Path.Combine(_folder, "shop.dll")));
    }

    [Fact]
    public void ReadVersion_AProgramWithoutRuntimeConfiguration_IsZero() =>
        Assert.Equal(0, ProgramContract.ReadVersion(Path.Combine(_folder, "shop")));

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
