//! Who redeems an invitation is somebody new, and says who. An id that is made from the device's own key can be
//! claimed by no other device, whatever its author knew of the membership: not even with an invitation that is
//! older than the person.

use crate::crypto::{labels, sha256};
use crate::name::{DeviceId, RegisterId};

/// The person who comes with this device: a UUID of version 8, the rest of it a hash.
pub(crate) fn person_of(register: &RegisterId, device: &DeviceId) -> [u8; 16] {
    let hash = sha256(&[labels::PERSON.as_bytes(), &[0], &register.0, &device.0]);
    let mut person = [0; 16];
    person.iter_mut().zip(hash.0).for_each(|(to, from)| *to = from);
    let [.., version, _, variant, _, _, _, _, _, _, _] = &mut person;
    *version = *version & 0x0f | 0x80;
    *variant = *variant & 0x3f | 0x80;
    person
}

/// Whether an id says that it was made from a device's key.
fn is_bound(person: &[u8; 16]) -> bool {
    let [.., version, _, variant, _, _, _, _, _, _, _] = person;
    version & 0xf0 == 0x80 && variant & 0xc0 == 0x80
}

/// Whether a device may come as this person.
pub(crate) fn may_come_as(register: &RegisterId, device: &DeviceId, person: &[u8; 16]) -> bool {
    !is_bound(person) || *person == person_of(register, device)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_comes_with_a_device_comes_with_no_other_and_in_no_other_register() {
        let (register, device) = (RegisterId([1; 32]), DeviceId([2; 32]));
        let person = person_of(&register, &device);
        assert!(may_come_as(&register, &device, &person));
        assert!(!may_come_as(&register, &DeviceId([3; 32]), &person));
        assert!(!may_come_as(&RegisterId([4; 32]), &device, &person));
        // Ids of registers from before are anybody's who is somebody new.
        assert!(may_come_as(&register, &device, &[2; 16]));
        // UUID, version 8.
        assert_eq!((person[6] >> 4, person[8] >> 6), (8, 2));
    }
}
