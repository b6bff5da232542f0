using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Infra.Engine.Deployments.Execution;

/// <summary>Marks an output as secret if the program declares it secret or the input of the same name is secret.</summary>
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
