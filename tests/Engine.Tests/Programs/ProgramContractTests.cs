using Infra.Engine.Programs;

namespace Engine.Tests.Programs;

/// <summary>Only programs that declare the contract are queried.</summary>
public sealed class ProgramContractTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("infra-contract-").FullName;

    [Theory]
    [InlineData("""{ "runtimeOptions": { "configProperties": { "Infra.ProgramContract": 2 } } }""", true)]
    [InlineData("""{ "runtimeOptions": { "configProperties": { "Infra.ProgramContract": "3" } } }""", true)]
    [InlineData("""{ "runtimeOptions": { "configProperties": { "Infra.ProgramContract": 1 } } }""", false)]
    [InlineData("""{ "runtimeOptions": { "configProperties": { "Infra.ProgramContract": "yes" } } }""", false)]
    [InlineData("""{ "runtimeOptions": { "configProperties": {} } }""", false)]
    [InlineData("""{ "runtimeOptions": {} }""", false)]
    [InlineData("{}", false)]
    public void IsDeclaredBy_ReadsTheRuntimeConfiguration(string configuration, bool expected)
    {
        File.WriteAllText(Path.Combine(_folder, "shop.runtimeconfig.json"), configuration);

        Assert.Equal(expected, ProgramContract.IsDeclaredBy(Path.Combine(_folder, "shop.dll")));
    }

    [Fact]
    public void IsDeclaredBy_AProgramWithoutRuntimeConfiguration_IsFalse() =>
        Assert.False(ProgramContract.IsDeclaredBy(Path.Combine(_folder, "shop")));

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
