import json, sys
from netmiko import ConnectHandler

host, port = sys.argv[1], int(sys.argv[2])
device = dict(device_type="cisco_asa", host=host, port=port, username="admin", password="cisco",
              secret="cisco", look_for_keys=False, allow_agent=False)
try:
    c = ConnectHandler(**device)
except TypeError:  # other releases know other arguments
    for key in ("look_for_keys", "allow_agent"):
        device.pop(key)
    c = ConnectHandler(**device)
result = {"prompt": c.find_prompt(), "version": c.send_command("show version")}
key = c.send_command('simulate issue "AnyConnect Premium Peers"=25 for 8w').strip()
result["entered"] = c.send_command("activation-key " + key)
result["license"] = c.send_command("show activation-key")
result["config"] = c.send_config_set(["object network web", "host 192.0.2.10"])
result["object"] = c.send_command("show running-config object network")
result["saved"] = c.send_command("write memory")
c.disconnect()
json.dump(result, sys.stdout)
