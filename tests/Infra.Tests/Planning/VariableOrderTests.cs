using Infra.Backend.Planning;

namespace Infra.Tests.Planning;

public class VariableOrderTests
{
    [Theory]
    [InlineData("B=1 A=2", "A B")]
    [InlineData("A=$(C) B=x C=$(D) D=1", "D C A B")]
    [InlineData("A=$(ELSEWHERE) B=$(A)", "A B")]
    public void Variables_ComeAfterThoseTheyReferTo_AndOtherwiseByName(string variables, string expected) =>
        Assert.Equal(expected, string.Join(' ', VariableOrder.Sort(Parse(variables)).Select(variable => variable.Name)));

    [Theory]
    [InlineData("A=$(B) B=1", "")]
    [InlineData("A=$(A)", "A")]
    [InlineData("A=$(B) B=$(C) C=$(B)", "B C")]
    public void ACycle_IsFound(string variables, string expected) =>
        Assert.Equal(expected, string.Join(' ', VariableOrder.FindCycle(Parse(variables))));

    private static EnvironmentVariable[] Parse(string variables) =>
        [
            .. variables
                .Split(' ')
                .Select(variable => variable.Split('='))
                .Select(parts => new EnvironmentVariable(parts[0], new WrittenText(VariableText.Parse(parts[1])))),
        ];
}
