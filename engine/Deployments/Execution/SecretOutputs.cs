using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments.Execution;

/// <summary>Marks outputs as secret which the program declares secret, or whose input of the same name is.</summary>
internal static class SecretOutputs
{
    public static PropertyMap Mark(ResourceState goal, PropertyMap outputs)
    {
        foreach (var (name, value) in outputs)
        {
            if (value is not PropertySecret && (goal.AdditionalSecretOutputs.Contains(name) || goal.Inputs.Find(name) is PropertySecret))
            {
                outputs = outputs.SetItem(name, value.MakeSecret());
            }
        }

        return outputs;
    }
}
